"""Yimen 一门: one door to a city's government service halls."""
