"""What every answer carries beyond Django's own headers, static files included."""


class CrossOriginResourceMiddleware:
    """No other site may load our pictures, scripts or pages into one of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
