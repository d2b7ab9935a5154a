// SPDX-License-Identifier: GPL-3.0-or-later
// CPU use over time of many guests: a table with a column for each, or a folder with a file for
// each. Private to the planner.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_TRACES_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_TRACES_H

struct err;
struct estate;
struct estate_input;

// One file of either form; without times it is of the guest whose name the file's is.
int estate_traces_read(struct estate *estate, const struct estate_input *input, struct err *err);
// Every file of a folder (hidden ones aside), in the order of their names.
int estate_traces_read_folder(struct estate *estate, const char *path, struct err *err);

#endif
