from django.apps import AppConfig


class ExtempConfig(AppConfig):
    name = "extemp"
