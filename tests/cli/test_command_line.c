// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command_line.h"

Test(cli_command_line, quotes_what_would_act)
{
    const char *const argv[] = {"plan buy", "my plan.yaml", "-w", "energy.price=0.45", "it's", "",
                                NULL};
    char *line = command_line_of(6, argv);
    cr_expect_str_eq(line, "fullhouse plan buy 'my plan.yaml' -w energy.price=0.45 'it'\\''s' ''");
    free(line);
}

Test(cli_command_line, keeps_secrets_of_addresses)
{
    const char *const argv[] = {"plan buy",
                                "--catalogue=https://me:secret@example.com/a.csv?token=1", NULL};
    char *line = command_line_of(2, argv);
    cr_expect_null(strstr(line, "secret"), "%s", line);
    cr_expect_null(strstr(line, "token"), "%s", line);
    cr_expect(strstr(line, "example.com/a.csv"), "%s", line);
    free(line);
}
