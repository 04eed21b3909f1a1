"""The numbers somebody chose for the difference and the analysis views, as a line of text and back."""

from dataclasses import replace

from review_desk.domain.viewplan import View

_MOST = 64
"""The largest gain, and the largest threshold in codes."""


def told_values(view: View) -> str:
    """`name=value` separated by spaces."""
    own = (("difference.gain", view.gain), ("difference.threshold", view.threshold), *view.values)
    return " ".join(f"{name}={value:g}" for name, value in own)


def with_values(view: View, told: str) -> View:
    """The view with the numbers of such a line; what makes no sense is left out."""
    for part in told.split():
        name, _, value = part.partition("=")
        group, _, own = name.partition(".")
        try:
            number = float(value)
        except ValueError:
            continue
        if name == "difference.gain" and 1 <= number <= _MOST:
            view = replace(view, gain=number)
        elif name == "difference.threshold" and 0 <= number <= _MOST:
            view = replace(view, threshold=number)
        elif group != "difference" and own and abs(number) < 1e6:
            view = view.with_value(group, own, number)
    return view
