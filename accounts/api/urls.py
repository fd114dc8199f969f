"""Paths under /api/v1/ for people and their accounts."""

urlpatterns: list = []
