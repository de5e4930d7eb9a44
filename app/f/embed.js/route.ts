/**
 * Puts a form into a page of the retailer's site: a frame where the script stands, as tall as the form. The visitor's
 * anonymous id goes along: the one in `data-anonymous-id`, else the one analytics.js keeps. So does the code of the friend
 * who sent her, from the page's address or from `data-ref`.
 */
const SCRIPT = `(function () {
	var script = document.currentScript;
	var slug = script.getAttribute('data-form');
	var anonymousId = script.getAttribute('data-anonymous-id');
	if (!anonymousId)
		try {
			anonymousId = JSON.parse(localStorage.getItem('ajs_anonymous_id'));
		} catch (_) {
			anonymousId = null;
		}
	var address = new URL('/f/' + encodeURIComponent(slug), script.src);
	address.searchParams.set('embed', '1');
	var lang = script.getAttribute('data-lang') || document.documentElement.lang.slice(0, 2);
	if (lang) address.searchParams.set('lang', lang);
	if (typeof anonymousId === 'string') address.searchParams.set('anonymousId', anonymousId);
	var ref = script.getAttribute('data-ref') || new URLSearchParams(location.search).get('ref');
	if (ref) address.searchParams.set('ref', ref);
	var frame = document.createElement('iframe');
	frame.src = address.href;
	frame.title = script.getAttribute('data-title') || slug;
	frame.style.cssText = 'width:100%;border:0;height:480px';
	script.parentNode.insertBefore(frame, script);
	window.addEventListener('message', function (event) {
		if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
		if (event.data && event.data.type === 'parcours:height') frame.style.height = event.data.height + 'px';
	});
})();
`;

export function GET(): Response {
	return new Response(SCRIPT, {
		headers: {
			'content-type': 'text/javascript; charset=utf-8',
			'cache-control': 'public, max-age=3600',
			// Meant for pages of other sites.
			'cross-origin-resource-policy': 'cross-origin',
		},
	});
}
