"""The display the photos are looked at on: its profile, whether it may be judged on, and who says so."""
