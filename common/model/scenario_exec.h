// SPDX-License-Identifier: GPL-3.0-or-later
// The keys below exec of a load, both ways. They are read from their places, since a plan has
// mappings of names, which libcyaml does not know. Private to scenario*.c.
#ifndef FULLHOUSE_COMMON_MODEL_SCENARIO_EXEC_H
#define FULLHOUSE_COMMON_MODEL_SCENARIO_EXEC_H

struct config_places;
struct err;
struct exec_plan;
struct load;
struct strbuf;

// The plan that stands below path ("load", "tile.web.loads[0]") of the file name goes into load, in
// place of the one there; nothing where there is none. 0, or -EINVAL with file, line and key.
int scenario_exec_read(struct load *load, const char *name, const struct config_places *places,
                       const char *path, struct err *err);

// The plan as YAML that reads back: "exec:" and what is below it, each line behind indent.
void scenario_exec_write(struct strbuf *out, const struct exec_plan *plan, const char *indent);

#endif
