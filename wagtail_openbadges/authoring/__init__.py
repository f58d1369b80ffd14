"""What every page type of ours shares, whichever app it belongs to."""
