"""The demo studio: scripts that make the demo batch. A tool, never imported by the application."""
