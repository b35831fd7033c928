"""Fields of a form that take no value which the database cannot hold."""

from typing import Any

from django import forms


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their keys. One beyond the whole numbers of SQLite names no row; Django alone fails at it."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            said = ", ".join(map(str, value))[:40]
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": said}
            ) from None
