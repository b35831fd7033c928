"""Form fields for what is typed one a line, and for a text whose line ends a browser changes."""

from typing import Any

from django import forms

from articles import tags


def plain_lines(text: str) -> str:
    """A browser sends CRLF; the library keeps LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class TextField(forms.CharField):
    """A long text, kept as typed but for its line ends."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return plain_lines(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return plain_lines(initial or "").strip() != plain_lines(data or "").strip()


class LinesField(forms.CharField):
    """A list of strings, typed one a line. Empty lines do not count."""

    def __init__(self, *, rows: int = 2, longest: int, most: int = 100, **kwargs: Any) -> None:
        self.longest, self.most = longest, most
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows, "class": "lines"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [" ".join(line.split()) for line in plain_lines(value or "").split("\n") if line.strip()]

    def validate(self, value: Any) -> None:
        if len(value) > self.most:
            raise forms.ValidationError(f"{len(value)} lines; {self.most} is the most.")
        for line in value:
            if len(line) > self.longest:
                raise forms.ValidationError(
                    f"“{line[:40]}…” has {len(line)} characters; {self.longest} is the most in a line."
                )

    def run_validators(self, value: Any) -> None:
        for line in value:
            super().run_validators(line)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class TagsField(forms.CharField):
    """Labels, typed with commas between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return tags.normalised(tags.split(plain_lines(value or "")))

    def clean(self, value: Any) -> list[str]:
        typed = tags.split(plain_lines(value or ""))
        if len({label.strip().casefold() for label in typed}) > tags.MOST:
            raise forms.ValidationError(f"{len(typed)} tags; {tags.MOST} is the most.")
        for label in typed:
            if len(label.strip()) > tags.LONGEST:
                raise forms.ValidationError(
                    f"“{label.strip()}” has {len(label.strip())} characters; {tags.LONGEST} is the most in a tag."
                )
        return tags.normalised(typed)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)
