// SPDX-License-Identifier: GPL-3.0-or-later
// Commands that a forge's runner reads from a job's standard output and shows as annotations
// (GitHub Actions, "Workflow commands"; Forgejo and Gitea read the same).
#ifndef FULLHOUSE_REPORTS_COMPARE_WORKFLOW_COMMAND_H
#define FULLHOUSE_REPORTS_COMPARE_WORKFLOW_COMMAND_H

struct strbuf;

// Appends "::LEVEL title=TITLE::MESSAGE" and a newline. level: "error", "warning" or "notice".
// title and message may be of any origin: whatever they hold, it stays one command on one line;
// newlines of the message are shown as such.
void workflow_command_add(struct strbuf *out, const char *level, const char *title,
                          const char *message);

#endif
