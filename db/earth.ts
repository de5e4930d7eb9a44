import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/**
 * A place as a point in space on a sphere of radius 1, for `cube`'s index of nearest neighbours: the straight line
 * between two such points grows with the way over the ground. This is what `earthdistance` does, but that one only a
 * superuser may create, while `cube` is trusted: the database's owner may. Written out, not a function of ours, so that
 * a dump can be restored whatever the search path.
 */
export function onEarth(latitude: SQLWrapper, longitude: SQLWrapper): SQL {
	return sql`cube(array[cos(radians(${latitude})) * cos(radians(${longitude})), cos(radians(${latitude})) * sin(radians(${longitude})), sin(radians(${latitude}))])`;
}
