"""Drawing marks on the photo and changing them."""
