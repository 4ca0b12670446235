"""The management desk: what the hall offers, where it sits, who works there, and which days count."""
