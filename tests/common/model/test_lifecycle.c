// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of a life: whole, unique, in groups that begin with their first; lists of them and
// sentences about them that read back.
#include "common/model/lifecycle.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

Test(model_lifecycle, every_verb_is_whole_and_its_name_unique)
{
    for (int i = 0; i < LIFECYCLE_VERB_COUNT; i++) {
        const struct lifecycle_word *word = &lifecycle_words[i];
        cr_assert(word->name && *word->name);
        cr_assert(word->definition && *word->definition, "%s", word->name);
        cr_assert(word->comparable && *word->comparable, "%s", word->name);
        cr_assert_eq(lifecycle_verb_find(word->name), i);
        cr_assert_leq(word->group, (enum lifecycle_verb)i, "%s", word->name);
        cr_assert_eq(lifecycle_words[word->group].group, word->group, "%s", word->name);
    }
    cr_assert_eq(lifecycle_verb_find("paus"), -1);
}

static uint32_t set_of(const char *text)
{
    uint32_t set = 0;
    struct err err = {0};
    cr_assert_eq(lifecycle_parse(text, &set, &err), 0, "%s", err_text(&err));
    return set;
}

Test(model_lifecycle, a_verb_takes_those_along_that_it_belongs_with)
{
    uint32_t set = set_of("resume");
    cr_assert(lifecycle_has(set, LIFECYCLE_PAUSE));
    cr_assert(lifecycle_has(set, LIFECYCLE_RESUME));
    cr_assert(lifecycle_has(set, LIFECYCLE_BOOT));
    cr_assert(lifecycle_has(set, LIFECYCLE_DESTROY));
    cr_assert_not(lifecycle_has(set, LIFECYCLE_SAVE));
    cr_assert_not(lifecycle_has(set, LIFECYCLE_ADD_VCPU));
}

Test(model_lifecycle, a_list_reads_back)
{
    static const char *const lists[] = {"all", "create", "create,pause", "create,save,add_memory"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        scope_free char *text = lifecycle_format(set_of(lists[i]));
        cr_assert_str_eq(text, lists[i]);
    }
    cr_assert_eq(set_of("all"), LIFECYCLE_ALL);
}

Test(model_lifecycle, refuses_what_is_no_verb)
{
    static const char *const wrong[] = {"",          "pause,", ",pause", "pause, save",
                                        "all,pause", "PAUSE"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        uint32_t set = 7;
        struct err err = {0};
        cr_assert_eq(lifecycle_parse(wrong[i], &set, &err), -EINVAL, "'%s'", wrong[i]);
        cr_assert_eq(set, 7);
        err_done(&err);
    }
    struct err err = {0};
    cr_assert_eq(lifecycle_parse("paus", &(uint32_t){0}, &err), -EINVAL);
    cr_assert_str_eq(err_text(&err), "'paus' is no verb of a guest's life (did you mean 'pause'?)");
    err_done(&err);
}

Test(model_lifecycle, an_absence_reads_back_on_one_line)
{
    scope_free char *text = lifecycle_absence_format(LIFECYCLE_SAVE, "no: disk\nis full");
    enum lifecycle_verb verb = LIFECYCLE_CREATE;
    cr_assert_str_eq(text, "absent: save: no: disk is full");
    cr_assert_str_eq(lifecycle_absence_parse(text, &verb), "no: disk is full");
    cr_assert_eq(verb, LIFECYCLE_SAVE);
}

Test(model_lifecycle, other_sentences_are_no_absence)
{
    static const char *const others[] = {"",       "absent: ", "absent: save", "absent: dance: why",
                                         "absent", "save: why"};
    enum lifecycle_verb verb = LIFECYCLE_BOOT;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_assert_null(lifecycle_absence_parse(others[i], &verb), "'%s'", others[i]);
    cr_assert_eq(verb, LIFECYCLE_BOOT);
}
