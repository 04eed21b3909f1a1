"""What somebody said of a photo in another program: stars, label, keywords."""

from review_desk.domain.photo import Photo


def starred(photo: Photo) -> str:
    """Such as “★★★ · Red · bride, ring”; nothing where nothing was said."""
    rating = photo.fields.get("rating")
    stars = "" if not rating else "thrown out" if rating < 0 else "★" * int(rating)
    keywords = str(photo.fields.get("keywords") or "").replace("; ", ", ")
    return " · ".join(filter(None, (stars, str(photo.fields.get("label") or ""), keywords)))
