"""Logs, metrics, error reports."""

from config import env

LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
