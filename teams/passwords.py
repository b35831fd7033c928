"""What a new password must be: Django's rules, said in our words. What is refused is unchanged."""

from django.contrib.auth import password_validation as django


class Length(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"That is too short: a password has at least {self.min_length} characters."

    def get_help_text(self) -> str:
        return f"At least {self.min_length} characters; a few words in a row are easy to remember."


class Common(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Too many people use this password, so it is guessed first. Choose another."

    def get_help_text(self) -> str:
        return "Not one that many people use, such as “password1”."


class Alike(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "This password is too much like your user name or your e-mail address."

    def get_help_text(self) -> str:
        return "Not like your user name or your e-mail address."
