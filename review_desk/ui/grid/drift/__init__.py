"""Drift on the grid: dots on cards, strips beside the rows, a chart and causes below, a map of the page."""
