// SPDX-License-Identifier: GPL-3.0-or-later
// What large inputs cost to read: a million guests in CSV, traces of 10,000 guests in 20,000 steps
// (about 1 GB), and 100,000 guests in JSON; each in a process of its own, so that its peak of
// memory is its own. The files are made anew in a folder for the time, with nothing random in them.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/estate/estate_read.h"

enum {
    HOSTS = 10000,
    CSV_GUESTS = 1000000,
    TRACE_GUESTS = 10000,
    TRACE_ROWS = 20000,
    JSON_GUESTS = 100000,
};

struct job {
    const char *what;
    size_t guests;
    enum estate_content content;
};

static FILE *open_in(const char *folder, const char *name)
{
    scope_free char *path = path_join(folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    return file;
}

static void write_hosts(const char *folder)
{
    FILE *file = open_in(folder, "hosts.csv");
    fprintf(file, "name,cores,memory,labels\n");
    for (int i = 0; i < HOSTS; i++)
        fprintf(file, "host-%d,64,512 GiB,rack=r%d\n", i, i / 20);
    fclose(file);
}

static void write_guests(const char *folder, size_t guests)
{
    FILE *file = open_in(folder, "guests.csv");
    fprintf(file, "name,host,vcpus,memory,cpu-p95,labels\n");
    for (size_t i = 0; i < guests; i++)
        fprintf(file, "guest-%zu,host-%zu,%zu,%zu GiB,%zu%%,app=a%zu\n", i, i % HOSTS, 1 + i % 8,
                2 + i % 16, i % 100, i / 10);
    fclose(file);
}

static void write_traces(const char *folder)
{
    FILE *file = open_in(folder, "traces.csv");
    fprintf(file, "time");
    for (int i = 0; i < TRACE_GUESTS; i++)
        fprintf(file, ",guest-%d", i);
    for (int row = 0; row < TRACE_ROWS; row++) {
        fprintf(file, "\n%d", 97 * row);
        for (int i = 0; i < TRACE_GUESTS; i++)
            fprintf(file, ",0.%02d", (row + 7 * i) % 100);
    }
    fprintf(file, "\n");
    fclose(file);
}

static void write_document(const char *folder)
{
    FILE *file = open_in(folder, "fleet.json");
    fprintf(file, "{\"guests\": [\n");
    for (int i = 0; i < JSON_GUESTS; i++)
        fprintf(file,
                "{\"name\": \"guest-%d\", \"host\": \"host-%d\", \"vcpus\": %d, \"memory\": \"%d "
                "GiB\", \"labels\": {\"app\": \"a%d\"}}%s\n",
                i, i % HOSTS, 1 + i % 8, 2 + i % 16, i / 10, i + 1 < JSON_GUESTS ? "," : "");
    fprintf(file, "]}\n");
    fclose(file);
}

static int read_in(struct estate *estate, enum estate_content content, const char *folder,
                   const char *name, struct err *err)
{
    scope_free char *path = path_join(folder, name);
    return estate_read_file(estate, content, path, err);
}

static int read_job(const struct job *job, const char *folder, struct estate *estate,
                    struct err *err)
{
    int r = read_in(estate, ESTATE_HOSTS, folder, "hosts.csv", err);
    if (r == 0 && job->content == ESTATE_DOCUMENT)
        return read_in(estate, ESTATE_DOCUMENT, folder, "fleet.json", err);
    if (r == 0)
        r = read_in(estate, ESTATE_GUESTS, folder, "guests.csv", err);
    if (r == 0 && job->content == ESTATE_TRACES)
        r = read_in(estate, ESTATE_TRACES, folder, "traces.csv", err);
    return r;
}

static _Noreturn void measure_child(const struct job *job, const char *folder)
{
    struct estate estate;
    struct err err = {0};
    struct rusage usage;
    estate_init(&estate);
    uint64_t begin_ns = clock_monotonic_ns();
    int r = read_job(job, folder, &estate, &err);
    double seconds = (double)(clock_monotonic_ns() - begin_ns) / CLOCK_NS_PER_SECOND;
    getrusage(RUSAGE_SELF, &usage);
    if (r < 0 || estate.guest_count != job->guests) {
        fprintf(stderr, "%s: %s\n", job->what, err_text(&err));
        _exit(EXIT_FAILURE);
    }
    double cpu_seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("%-48s %6.2f s (%.2f s of CPU), peak %5ld MiB\n", job->what, seconds, cpu_seconds,
           usage.ru_maxrss / 1024);
    fflush(stdout);
    _exit(EXIT_SUCCESS);
}

static int measure(const struct job *job, const char *folder)
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        measure_child(job, folder);
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return 1;
    return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

int main(void)
{
    static const struct job csv = {"a million guests in CSV", CSV_GUESTS, ESTATE_GUESTS};
    static const struct job traces = {"10,000 guests with traces of 20,000 steps", TRACE_GUESTS,
                                      ESTATE_TRACES};
    static const struct job json = {"100,000 guests in JSON", JSON_GUESTS, ESTATE_DOCUMENT};
    char folder[] = "/tmp/fullhouse-bench-estate-XXXXXX";
    if (!mkdtemp(folder)) {
        perror(folder);
        return EXIT_FAILURE;
    }
    write_hosts(folder);
    write_guests(folder, CSV_GUESTS);
    int failed = measure(&csv, folder);
    write_document(folder);
    failed |= measure(&json, folder);
    write_guests(folder, TRACE_GUESTS);
    write_traces(folder);
    failed |= measure(&traces, folder);
    path_remove_tree(folder, NULL);
    return failed;
}
