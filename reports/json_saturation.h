// SPDX-License-Identifier: GPL-3.0-or-later
// What gave out first at a density, as JSON.
#ifndef FULLHOUSE_REPORTS_JSON_SATURATION_H
#define FULLHOUSE_REPORTS_JSON_SATURATION_H

struct json_writer;
struct saturation_line;

// The member "saturation": its state ("yes", "no", "not known"), the resource that was first, and
// of every resource the figures beside their thresholds. null for no line, or one that nobody
// watched.
void json_saturation(struct json_writer *writer, const struct saturation_line *line);

#endif
