import { putCatalogue } from '../put-catalogue';

export async function PUT(request: Request): Promise<Response> {
	return putCatalogue(request, 'stock');
}
