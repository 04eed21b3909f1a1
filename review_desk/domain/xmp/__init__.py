"""XMP: ratings, labels and keywords, as Lightroom, Bridge and digiKam keep them."""
