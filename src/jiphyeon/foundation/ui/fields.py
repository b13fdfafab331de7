"""Django forms as the kit draws them: label, hint, error beside the field, and a summary that takes the focus."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.foundation.ui.saying import attributes, escaped, localized
from jiphyeon.foundation.ui.shapes import shape

_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _hint(bound: BoundField) -> str:
    parts = []
    if bound.help_text:
        parts.append(f'<p class="jip-hint" id="{escaped(bound.auto_id)}-hint">{escaped(bound.help_text)}</p>')
    return "".join(parts)


def _error(bound: BoundField) -> str:
    if not bound.errors:
        return ""
    reasons = " ".join(escaped(error) for error in bound.errors)
    word = escaped(_("오류"))
    return (
        f'<p class="jip-error" id="{escaped(bound.auto_id)}-error">{shape("warn")}'
        f'<span><span class="jip-unseen">{word}: </span>{reasons}</span></p>'
    )


def _described(bound: BoundField) -> str | None:
    parts = [f"{bound.auto_id}-hint"] if bound.help_text else []
    parts += [f"{bound.auto_id}-error"] if bound.errors else []
    return " ".join(parts) or None


def _optional(bound: BoundField) -> str:
    # What is wanted in some cases says so in its hint; "(optional)" would say that it never is.
    needed = bound.field.required or bound.name in getattr(bound.form, "needed_at_times", ())
    return "" if needed else f' <span class="jip-optional">{escaped(_("(선택)"))}</span>'


def _class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Select):
        return "krds-form-select"
    if isinstance(widget, forms.FileInput):
        return "jip-file-input"
    return "krds-input"


def _control(bound: BoundField) -> str:
    widget = bound.field.widget
    known: dict[str, Any] = {
        "class": f"{_class(widget)} {widget.attrs.get('class', '')}".strip(),
        "aria-describedby": _described(bound),
        "aria-invalid": "true" if bound.errors else None,
    }
    return str(bound.as_widget(attrs={name: value for name, value in known.items() if value is not None}))


def _choices(bound: BoundField) -> str:
    """Return radios or checkboxes, each with its own label; the first one carries the field's id for the summary."""
    # Django makes a group of checkboxes a kind of radio group.
    kind = "checkbox" if isinstance(bound.field.widget, forms.CheckboxSelectMultiple) else "radio"
    rows = []
    for place, choice in enumerate(bound.subwidgets):
        data = choice.data
        key = bound.auto_id if place == 0 else f"{bound.auto_id}_{place}"
        extra = attributes(
            checked=bool(data["selected"]),
            disabled=bool(data["attrs"].get("disabled")),
            aria_invalid="true" if bound.errors else None,
        )
        rows.append(
            f'<div class="krds-form-check large"><input type="{kind}" name="{escaped(data["name"])}" id="{escaped(key)}"'
            f' value="{escaped(data["value"])}"{extra}><label for="{escaped(key)}">{escaped(data["label"])}</label></div>'
        )
    return f'<div class="jip-choices">{"".join(rows)}</div>'


def _group(bound: BoundField) -> str:
    described = attributes(aria_describedby=_described(bound))
    return (
        f'<fieldset class="jip-field{" jip-invalid" if bound.errors else ""}"{described}>'
        f'<legend class="jip-label">{escaped(bound.label)}{_optional(bound)}</legend>'
        f"{_hint(bound)}{_error(bound)}{_choices(bound)}</fieldset>"
    )


def _check(bound: BoundField) -> str:
    name = escaped(bound.auto_id)
    extra = attributes(
        checked=bool(bound.value()),
        aria_describedby=_described(bound),
        aria_invalid="true" if bound.errors else None,
        required=bound.field.required,
    )
    return (
        f'<div class="jip-field{" jip-invalid" if bound.errors else ""}">{_error(bound)}'
        f'<div class="krds-form-check large"><input type="checkbox" name="{escaped(bound.html_name)}" id="{name}"{extra}>'
        f'<label for="{name}">{escaped(bound.label)}</label></div>{_hint(bound)}</div>'
    )


def field(bound: BoundField) -> str:
    """Return one field: label, why it is asked, what is wrong with it, and where to write."""
    widget = bound.field.widget
    if bound.is_hidden:
        return str(bound)
    if isinstance(widget, _GROUPS):
        return _group(bound)
    if isinstance(widget, forms.CheckboxInput):
        return _check(bound)
    inner = _control(bound)
    if isinstance(widget, forms.FileInput):
        inner = f'<div data-file>{inner}<ul class="jip-file-list" aria-live="polite"></ul></div>'
    return (
        f'<div class="jip-field{" jip-invalid" if bound.errors else ""}">'
        f'<label class="jip-label" for="{escaped(bound.id_for_label)}">{escaped(bound.label)}{_optional(bound)}</label>'
        f"{_hint(bound)}{_error(bound)}{inner}</div>"
    )


def errors(form: forms.BaseForm) -> str:
    """Return the error summary, or nothing; it takes the focus, and each line leads to its field."""
    if not form.is_bound or form.is_valid():
        return ""
    lines = [f"<li>{escaped(error)}</li>" for error in form.non_field_errors()]
    for bound in form:
        lines.extend(
            f"<li>{escaped(error)}</li>"
            if bound.is_hidden
            else f'<li><a href="#{escaped(bound.auto_id)}">{escaped(localized(bound.label).rstrip(" ?.:"))}: {escaped(error)}</a></li>'
            for error in bound.errors
        )
    title = escaped(
        ngettext("{count}곳을 고쳐 주세요", "{count}곳을 고쳐 주세요", len(lines)).format(count=len(lines))
    )
    return (
        f'<div class="jip-errors" role="alert" tabindex="-1" autofocus data-takes-focus>'
        f'<p class="jip-errors-title">{shape("warn")}{title}</p><ul>{"".join(lines)}</ul></div>'
    )


def form(given: forms.BaseForm) -> str:
    """Return summary and fields; the <form> element, the token and the button stay with the page."""
    return f'{errors(given)}<div class="jip-fields">{"".join(field(bound) for bound in given)}</div>'


def submit(word: object, *, tone: str = "primary", name: str = "", value: str = "") -> str:
    """Return the one button that sends; a second press while it is under way is held back by script."""
    extra = attributes(name=name or None, value=value or None)
    return f'<button type="submit" class="krds-btn large {escaped(tone)}"{extra} data-once>{escaped(word)}</button>'
