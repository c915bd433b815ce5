from __future__ import annotations

import pytest

from worldsim.keys import child_env, redact


def test_a_child_gets_all_but_secrets() -> None:
    ours = {
        "PATH": "/bin", "HOME": "/h", "FORCE_COLOR": "1", "KEYBOARD": "us", "TOKENIZERS_PARALLELISM": "no",
        "npm_config_token": "for npm", "NPM_TOKEN": "for npm",
        "OPENAI_API_KEY": "a", "ANTHROPIC_API_KEY": "b", "AWS_SECRET_ACCESS_KEY": "c", "HF_TOKEN": "d", "DB_PASSWORD": "e",
        "GOOGLE_APPLICATION_CREDENTIALS": "f", "azure_openai_apikey": "g",
    }  # fmt: skip
    assert set(child_env(ours)) == {"PATH", "HOME", "FORCE_COLOR", "KEYBOARD", "TOKENIZERS_PARALLELISM", "npm_config_token", "NPM_TOKEN"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Incorrect API key provided: sk-proj-abc***xyz9.", "Incorrect API key provided: [key]"),
        ("Authorization: Bearer qwertyuiop", "Authorization: Bearer [key]"),
        ("key=AIzaSyA1234567890123456789012345678901", "key=[key]"),
        ("my own hunter2hunter2, quoted", "my own [key], quoted"),
        ("the task-force mines oak_log at (2, 64, 0)", "the task-force mines oak_log at (2, 64, 0)"),
        ("short", "short"),
    ],
)
def test_keys_are_taken_out_of_texts(monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    monkeypatch.setenv("SOME_API_KEY", "hunter2hunter2")
    monkeypatch.setenv("OTHER_API_KEY", "short")
    monkeypatch.setenv("NOT_HIDDEN", "oak_log at")
    assert redact(text) == said
