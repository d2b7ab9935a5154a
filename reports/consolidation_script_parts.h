// SPDX-License-Identifier: GPL-3.0-or-later
// Private to consolidation_script*.c: what is the same in every script.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_SCRIPT_PARTS_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_SCRIPT_PARTS_H

// The comment on use, the functions, and the reading of options; waves follow.
extern const char *const consolidation_script_use;
extern const char *const consolidation_script_functions;
extern const char *const consolidation_script_options;

#endif
