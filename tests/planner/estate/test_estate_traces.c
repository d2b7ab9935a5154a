// SPDX-License-Identifier: GPL-3.0-or-later
// CPU use over time: tables and files of samples, and the windows that all of them share.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/planner/estate/made_estate.h"

static void expect(const struct estate *estate, size_t guest, const double *cores, size_t count)
{
    cr_assert_eq(estate->windows, count, "%zu windows", estate->windows);
    cr_assert_geq(estate->guests[guest].trace, 0);
    const float *there = estate->traces[estate->guests[guest].trace].cores;
    for (size_t i = 0; i < count; i++)
        cr_assert(isnan(cores[i]) ? isnan(there[i]) : fabs((double)there[i] - cores[i]) < 1e-5,
                  "window %zu: %g", i, (double)there[i]);
}

static void refuse(const char *text, const char *message)
{
    struct estate estate;
    made_two(&estate);
    refused_traces(&estate, text, message);
}

Test(planner_estate_traces, a_table_of_shares)
{
    struct estate estate;
    made_two(&estate);
    made_traces(&estate, "traces.csv", "time,g2,g1\n0,0.5,50%\n300,0.25,\n600,1,0\n");
    cr_assert_eq(estate.window_s, 300);
    expect(&estate, 0, (double[]){1, NAN, 0}, 3);
    expect(&estate, 1, (double[]){2, 1, 4}, 3);
    cr_assert_eq(estate.note_count, 1);
    cr_assert_str_eq(estate.notes[0],
                     "1 of 2 traces tell less than all of the 15 min (the shortest 10 min); their "
                     "guests count as not there for the rest.");
    estate_done(&estate);
}

Test(planner_estate_traces, a_table_of_cores)
{
    struct estate estate;
    made_two(&estate);
    made_traces(&estate, "traces.csv",
                "time (cores),g1\n2026-11-25 14:30,1.5\n"
                "2026-11-25T14:31:00Z,0.5\n");
    cr_assert_eq(estate.window_s, 60);
    expect(&estate, 0, (double[]){1.5, 0.5}, 2);
    cr_assert_eq(estate.guests[1].trace, -1);
    estate_done(&estate);
}

Test(planner_estate_traces, later_files_make_windows_finer_and_more)
{
    struct estate estate;
    made_two(&estate);
    made_traces(&estate, "a.csv", "time,g1\n60,0.5\n120,1\n");
    made_traces(&estate, "b.csv", "time,g2\n0,0.25\n30,0.5\n60,0.75\n");
    cr_assert_eq(estate.window_s, 30);
    expect(&estate, 0, (double[]){NAN, NAN, 1, 1, 2, 2}, 6);
    expect(&estate, 1, (double[]){1, 2, 3, NAN, NAN, NAN}, 6);
    estate_done(&estate);
}

Test(planner_estate_traces, coarser_windows_and_uneven_times_are_means_over_time)
{
    struct estate estate;
    made_two(&estate);
    made_traces(&estate, "a.csv", "time,g1\n0,0\n10,1\n20,0.5\n25,0\n30,0\n40,0\n");
    cr_assert_eq(estate.window_s, 10);
    expect(&estate, 0, (double[]){0, 2, 0.5, 0, 0}, 5);
    estate_done(&estate);
}

Test(planner_estate_traces, a_hole_is_noted_and_what_was_before_holds)
{
    struct estate estate;
    made_two(&estate);
    made_traces(&estate, "a.csv", "time,g1\n0,0.5\n10,1\n20,0\n50,0\n60,0\n");
    expect(&estate, 0, (double[]){1, 2, 0, 0, 0, 0, 0}, 7);
    cr_assert_str_eq(estate.notes[0], "a.csv:5: a hole of 30.0 s, where lines are 10.0 s apart; "
                                      "the values before it are taken to hold.");
    estate_done(&estate);
}

Test(planner_estate_traces, days_in_files_of_their_own_are_one_trace)
{
    struct estate estate;
    made_two(&estate);
    made_traces(&estate, "2.csv", "time,g1\n120,0.5\n180,1\n");
    made_traces(&estate, "1.csv", "time,g1\n0,0\n60,0.25\n");
    expect(&estate, 0, (double[]){0, 0.5, 1, 2}, 4);
    refused_traces(&estate, "time,g1\n0,0\n60,0.25\n",
                   "traces.csv: 'g1' has a trace of that time already");
}

Test(planner_estate_traces, other_clocks_begin_together)
{
    struct estate estate;
    made_two(&estate);
    made_traces(&estate, "a.csv", "time,g1\n2026-11-25 14:00,0.5\n2026-11-25 14:01,1\n");
    made_traces(&estate, "b.csv", "time,g2\n0,0.5\n60,1\n");
    expect(&estate, 0, (double[]){1, 2}, 2);
    expect(&estate, 1, (double[]){2, 4}, 2);
    cr_assert_str_eq(estate.notes[0], "b.csv: its times are years away from those of the traces "
                                      "before; taken to begin together.");
    estate_done(&estate);
}

Test(planner_estate_traces, samples_without_times)
{
    struct estate estate;
    made_two(&estate);
    made_traces(&estate, "traces/g1.dat", "25\n50\n0\n1\n");
    made_traces(&estate, "g2", "0.25\n0.5\n1\n");
    cr_assert_eq(estate.window_s, 300);
    expect(&estate, 0, (double[]){0.5, 1, 0, 0.02}, 4);
    expect(&estate, 1, (double[]){1, 2, 4, NAN}, 4);
    cr_assert_eq(estate.note_count, 2);
    cr_assert_str_eq(estate.notes[0],
                     "Traces without times: 5 min from line to line is guessed (traces-step).");
    estate_done(&estate);
}

Test(planner_estate_traces, refuses_wrong_tables)
{
    refuse("time,g3\n0,0.5\n60,1\n",
           "traces.csv:1: a trace of 'g3', and there is no such guest, one of: g1, g2");
    refuse("time,g1,g1\n0,0.5,1\n60,1,1\n", "traces.csv:1: 'g1' has two columns");
    refuse("time,g1\n0,35\n60,1\n",
           "traces.csv:2: g1: share 35 is above 1; percents are written 35%");
    refuse("time,g1\n0,nan\n60,1\n", "traces.csv:2: g1: 'nan' is no share, as 0.35 or 35%");
    refuse("time,g1\n0,-0.5\n60,1\n", "traces.csv:2: g1: share -0.5 is below 0");
    refuse("time,g1\n60,0.5\n60,1\n",
           "traces.csv:3: time 60 does not come after that of the line before");
    refuse("time,g1\n60,0.5\n120\n", "traces.csv:3: 1 column, where the first line has 2");
    refuse("time,g1\n60,0.5\n", "traces.csv: one line of data; two at least are wanted, to know "
                                "how long each is");
    refuse("time;g1\n0;1\n", "traces.csv:1: columns are separated by semicolons; commas are "
                             "wanted");
    refuse("when,g1\n0,1\n",
           "traces.csv:1: 'when' is the first column; 'time' is wanted (or 'time (cores)', where "
           "the values are no shares), then one for each guest");
    refuse("", "traces.csv: it is empty; a first line with 'time' and names of guests, or one "
               "sample a line are wanted");
    refuse("time (cores),g1\n0,5%\n60,1\n", "traces.csv:2: g1: '5%' is no number such as 0.25");
}

static void refuse_samples(const char *name, const char *text, const char *message)
{
    struct estate estate;
    struct err err = {0};
    made_two(&estate);
    cr_assert_eq(estate_read_traces(&estate, name, text, strlen(text), &err), -EINVAL);
    cr_assert_str_eq(err_text(&err), message);
    err_done(&err);
    estate_done(&estate);
}

Test(planner_estate_traces, refuses_wrong_samples)
{
    refuse_samples("g7", "25\n", "g7: a trace of 'g7', and there is no such guest, one of: g1, g2");
    refuse_samples("g1", "25\n101\n",
                   "g1:2: '101': a percentage of its vCPUs from 0 to 100 is wanted");
    refuse_samples("g1", "0.5\n25\n",
                   "g1:2: more than 1, where other lines are shares of 1; percents are written 35% "
                   "or all as whole numbers");
    refuse_samples("g1", "25%\n25\n", "g1: 1 of 2 lines have a % sign; all or none are wanted");
    refuse_samples("g1", "25\n1,2\n", "g1:2: 2 columns; one sample a line is wanted");
}

static void write_file(const char *folder, const char *name, const char *text)
{
    scope_free char *path = path_join(folder, name);
    cr_assert_eq(path_write(path, text, strlen(text), 0600, NULL), 0);
}

Test(planner_estate_traces, reads_a_folder_and_files_that_guests_name)
{
    char folder[] = "/tmp/fullhouse-traces-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    write_file(folder, "g1", "10\n20\n");
    write_file(folder, "g2.csv", "time,g2\n0,0.5\n300,1\n");
    struct estate estate;
    struct err err = {0};
    made_two(&estate);
    cr_assert_eq(estate_read_file(&estate, ESTATE_TRACES, folder, &err), 0, "%s", err_text(&err));
    expect(&estate, 0, (double[]){0.2, 0.4}, 2);
    expect(&estate, 1, (double[]){2, 4}, 2);
    estate_done(&estate);
    scope_free char *hosts = path_join(folder, "h.csv"), *guests = path_join(folder, "g.csv");
    write_file(folder, "h.csv", "name,cores,memory\nh1,16,64 GiB\n");
    write_file(folder, "g.csv", "trace,name,memory,vcpus\ng1,web,4 GiB,4\n");
    estate_init(&estate);
    cr_assert_eq(estate_read_file(&estate, ESTATE_HOSTS, hosts, &err), 0, "%s", err_text(&err));
    cr_assert_eq(estate_read_file(&estate, ESTATE_GUESTS, guests, &err), 0, "%s", err_text(&err));
    expect(&estate, 0, (double[]){0.4, 0.8}, 2);
    estate_done(&estate);
    path_remove_tree(folder, NULL);
}
