"""Which of a device's senses our pages may ask for: the microphone and the camera, for a speech; nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

_NEVER = "geolocation midi usb serial hid payment display-capture accelerometer gyroscope magnetometer"
POLICY = ", ".join(["microphone=(self)", "camera=(self)", *(f"{name}=()" for name in _NEVER.split())])


class PermissionsPolicy:
    """Sends Permissions-Policy with every answer. A page of another site in a frame of ours would get nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        return response
