// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of its own for each test, and small records to put into a store.
#ifndef FULLHOUSE_TESTS_COMMON_STORE_STORE_FIXTURE_H
#define FULLHOUSE_TESTS_COMMON_STORE_STORE_FIXTURE_H

#include <stdint.h>

#include "common/store/store.h"

// A new folder below /tmp, and "name" in it, as new strings.
char *store_fixture_folder(void);
char *store_fixture_path(const char *folder, const char *name);
// Removes the folder and frees its name.
void store_fixture_remove(char *folder);

// Opens for writing; the test fails when that does not work.
struct store *store_fixture_store(const char *path);

// A run with every field set, of this label.
struct run_record store_fixture_run(const char *label);
// A finished step with `windows` windows a guest; figures differ by guest and window.
struct step_record store_fixture_step(uint32_t guests, uint32_t windows);

// Steps of a run now in the store.
size_t store_fixture_count_steps(struct store *store, int64_t run_id);

#endif
