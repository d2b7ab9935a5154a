// SPDX-License-Identifier: GPL-3.0-or-later
// Options on a foreign program's command line: "-name guest=web,debug-threads=on", "--id web",
// "--id=web". Pure.
#ifndef FULLHOUSE_COLLECTOR_VM_OPTION_H
#define FULLHOUSE_COLLECTOR_VM_OPTION_H

#include <stdbool.h>
#include <stddef.h>

// A /proc/PID/cmdline; the last of its bytes is zero. Borrowed.
struct vm_option_list {
    const char *bytes;
    size_t length;
};

// The program's name without its folders.
const char *vm_option_program(const struct vm_option_list *list);

// Whether -option or --option stands there, whatever follows.
bool vm_option_is_given(const struct vm_option_list *list, const char *option);

// Whether one argument is this word.
bool vm_option_has_word(const struct vm_option_list *list, const char *word);

// The whole argument of the last such option, as a new string; NULL for none.
char *vm_option_text(const struct vm_option_list *list, const char *option);

// Of the last such option, a list as "web,debug-threads=on": the value of key, as a new string with
// its doubled commas single again; NULL for none. is_implied: a first part without "=" is key's.
char *vm_option_field(const struct vm_option_list *list, const char *option, const char *key,
                      bool is_implied);

#endif
