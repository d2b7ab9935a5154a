# SPDX-License-Identifier: GPL-3.0-or-later
# Fullhouse: one Makefile, out of tree in build/<mode>/. `make help` tells what there is.

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
# MODE: release, debug; SANITIZE: address,undefined or thread (its own folder); WERROR=1 in CI.
MODE     ?= release
SANITIZE ?=
WERROR   ?= 0
comma := ,
ifneq ($(SANITIZE),)
  MODE_DIR := build/sanitize-$(subst $(comma),-,$(SANITIZE))
else
  MODE_DIR := build/$(MODE)
endif
O := $(MODE_DIR)

CC         ?= cc
AR         ?= ar
PKG_CONFIG ?= pkg-config
CRITERION_JOBS ?= 2

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
            -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wno-missing-field-initializers
ifeq ($(WERROR),1)
  WARNINGS += -Werror
endif
CFLAGS_release := -O2 -g
CFLAGS_debug   := -O0 -g3
CFLAGS_MODE := $(CFLAGS_$(MODE))
ifneq ($(SANITIZE),)
  CFLAGS_MODE := -O1 -g -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
endif

# --- the rooms -------------------------------------------------------------------------------
# Lowest first; every one is a static archive. `make check-layers` holds includes against this order.
ROOMS := common/base common/stats common/model common/wire common/inference common/store \
         workloads collector bench reports cli
HOST_PACKAGES := libvirt hwloc sqlite3 jansson libcyaml libxml-2.0 libarchive gsl
TEST_PACKAGES := criterion

sources_of = $(sort $(wildcard $(1)/*.c))
MAINS      := cli/main.c workloads/main.c
LIB_SRC    := $(filter-out $(MAINS),$(foreach room,$(ROOMS),$(call sources_of,$(room))))
TEST_SRC   := $(sort $(shell find tests -name '*.c' -not -path 'tests/fuzz/*' -not -path 'tests/bench/*' 2>/dev/null))
BENCH_SRC  := $(sort $(wildcard tests/bench/*.c))
FUZZ_SRC   := $(sort $(wildcard tests/fuzz/*.c))
ALL_C      := $(LIB_SRC) $(MAINS) $(TEST_SRC) $(BENCH_SRC) $(FUZZ_SRC)
ALL_H      := $(sort $(shell find common workloads collector bench reports cli tests -name "*.h" 2>/dev/null))

obj_of  = $(patsubst %.c,$(O)/obj/%.o,$(1))
archive = $(O)/lib/libfullhouse-$(subst /,-,$(1)).a
ARCHIVES := $(foreach room,$(ROOMS),$(call archive,$(room)))
# The linker reads archives left to right: the highest room first.
reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
LINK_ARCHIVES := $(call reverse,$(ARCHIVES))
GUEST_ROOMS    := workloads common/wire common/model common/stats common/base
GUEST_ARCHIVES := $(foreach room,$(GUEST_ROOMS),$(O)/guest/libfullhouse-$(subst /,-,$(room)).a)

# The cflags and libs are asked once; without the packages the message below is the first thing seen.
HOST_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(HOST_PACKAGES) 2>/dev/null)
HOST_LIBS   := $(shell $(PKG_CONFIG) --libs $(HOST_PACKAGES) 2>/dev/null) -lcsv
TEST_LIBS   := $(shell $(PKG_CONFIG) --libs $(TEST_PACKAGES) 2>/dev/null)

DEFINES := -D_GNU_SOURCE -DFULLHOUSE_VERSION='"$(VERSION)"'
BASE_CFLAGS = -std=gnu17 $(CFLAGS_MODE) $(WARNINGS) -I. $(DEFINES) $(HOST_CFLAGS) -pthread -MMD -MP
# Kernels and what the bare guest shares run without a libc and give bit-equal floating point.
FREESTANDING := $(wildcard workloads/kernel_*.c) common/base/rng.c common/stats/histogram.c
FREESTANDING_CFLAGS := -ffreestanding -fno-builtin -ffp-contract=off -fno-tree-loop-distribute-patterns
# The guest binary is static and never sanitized: it runs as PID 1 in 96 MiB.
GUEST_CFLAGS = -std=gnu17 $(if $(SANITIZE),-O2 -g,$(CFLAGS_MODE)) $(WARNINGS) -I. $(DEFINES) -pthread -MMD -MP

.DEFAULT_GOAL := all
.SUFFIXES:
.DELETE_ON_ERROR:

all: $(O)/fullhouse $(O)/fullhouse-guest ## build the program and the guest agent

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo "  MODE=release|debug  SANITIZE=address,undefined|thread  WERROR=1  PREFIX=  DESTDIR="

# A change of compiler or flags rebuilds: the stamp's text is the flags themselves.
STAMP := $(O)/flags
STAMP_TEXT := $(CC) $(BASE_CFLAGS) $(GUEST_CFLAGS) $(HOST_LIBS) $(FREESTANDING_CFLAGS)
$(shell mkdir -p $(O) && printf '%s' '$(subst ','"'"',$(STAMP_TEXT))' | cmp -s - $(STAMP) || \
        printf '%s' '$(subst ','"'"',$(STAMP_TEXT))' > $(STAMP))

packages-present:
	@$(PKG_CONFIG) --exists --print-errors $(HOST_PACKAGES) || \
	  { echo "Some libraries are missing; this installs them: ./scripts/install-deps" >&2; exit 1; }

$(O)/obj/%.o: %.c $(STAMP) | packages-present
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) $(if $(filter $<,$(FREESTANDING)),$(FREESTANDING_CFLAGS)) -c $< -o $@
$(O)/guest/obj/%.o: %.c $(STAMP) | packages-present
	@mkdir -p $(@D)
	$(CC) $(GUEST_CFLAGS) $(if $(filter $<,$(FREESTANDING)),$(FREESTANDING_CFLAGS)) -c $< -o $@

define room_archive
$(call archive,$(1)): $(call obj_of,$(filter-out $(MAINS),$(call sources_of,$(1))))
	@mkdir -p $$(@D)
	@rm -f $$@
	$(AR) rcs $$@ $$^
endef
$(foreach room,$(ROOMS),$(eval $(call room_archive,$(room))))

define guest_archive
$(O)/guest/libfullhouse-$(subst /,-,$(1)).a: $(patsubst %.c,$(O)/guest/obj/%.o,$(filter-out $(MAINS) $(NOT_IN_GUEST),$(call sources_of,$(1))))
	@rm -f $$@
	$(AR) rcs $$@ $$^
endef
# What needs a host library stays out of the guest.
NOT_IN_GUEST := common/model/config.c common/model/csv.c common/model/scenario.c common/model/scenario_schema.c
$(foreach room,$(GUEST_ROOMS),$(eval $(call guest_archive,$(room))))

$(O)/fullhouse: $(O)/obj/cli/main.o $(LINK_ARCHIVES)
	$(CC) $(CFLAGS_MODE) -pthread -o $@ $< $(LINK_ARCHIVES) $(HOST_LIBS) -lm
$(O)/fullhouse-guest: $(O)/guest/obj/workloads/main.o $(GUEST_ARCHIVES)
	$(CC) $(if $(SANITIZE),-O2,$(CFLAGS_MODE)) -static -pthread -o $@ $< $(GUEST_ARCHIVES) -ljansson -lm

# --- tests -----------------------------------------------------------------------------------
TEST_DEFINES = -DTEST_SOURCE_DIR='"$(CURDIR)"' -DTEST_BUILD_DIR='"$(CURDIR)/$(O)"'
$(O)/obj/tests/%.o: BASE_CFLAGS += $(TEST_DEFINES) -Wno-missing-prototypes
$(O)/fullhouse-tests: $(call obj_of,$(TEST_SRC)) $(LINK_ARCHIVES)
	$(CC) $(CFLAGS_MODE) -pthread -o $@ $(call obj_of,$(TEST_SRC)) $(LINK_ARCHIVES) $(TEST_LIBS) $(HOST_LIBS) -lm

check: all $(O)/fullhouse-tests ## run every test: fast ones side by side, then those with real guests one by one
	scripts/run-tests $(O)/fullhouse-tests $(CRITERION_JOBS)

check-reference: $(O)/fullhouse-tests ## published inputs with published answers, when ../shared/data is there
	scripts/check-reference $(O)/fullhouse-tests

check-layers: ## includes point down or sideways, foreign headers only in their doors
	@scripts/check-layers

check-format: ## what clang-format would change
	@clang-format --dry-run --Werror $(ALL_C) $(ALL_H)

format: ## let clang-format change it
	@clang-format -i $(ALL_C) $(ALL_H)

tidy: compile_commands.json ## clang-tidy over the sources
	@clang-tidy -p . --quiet $(LIB_SRC) $(MAINS)

compile_commands.json: Makefile $(STAMP) ## for clangd and clang-tidy
	@scripts/compile-commands '$(CC) $(BASE_CFLAGS)' $(LIB_SRC) $(MAINS) > $@

fuzz: ## fuzz every parser for FUZZ_SECONDS (30) each with libFuzzer (clang)
	@scripts/fuzz $(or $(FUZZ_SECONDS),30)

BENCHES := $(patsubst tests/bench/%.c,$(O)/bench/%,$(BENCH_SRC))
$(O)/bench/%: $(O)/obj/tests/bench/%.o $(LINK_ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_MODE) -pthread -o $@ $< $(LINK_ARCHIVES) $(HOST_LIBS) -lm
bench: all $(BENCHES) ## measure Fullhouse itself: runner, barrier, harness against bare QEMU, tool CPU
	scripts/bench $(O)

# --- install ---------------------------------------------------------------------------------
install: all ## into $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/fullhouse $(DESTDIR)$(PREFIX)/share/doc/fullhouse
	install -m 755 $(O)/fullhouse $(DESTDIR)$(PREFIX)/bin/fullhouse
	install -m 755 $(O)/fullhouse-guest $(DESTDIR)$(PREFIX)/libexec/fullhouse/fullhouse-guest
	install -m 644 README.md CHANGELOG.md LICENSE $(DESTDIR)$(PREFIX)/share/doc/fullhouse/
uninstall: ## what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/fullhouse $(DESTDIR)$(PREFIX)/libexec/fullhouse/fullhouse-guest
	rm -rf $(DESTDIR)$(PREFIX)/share/doc/fullhouse
	-rmdir $(DESTDIR)$(PREFIX)/libexec/fullhouse

clean: ## remove build/
	rm -rf build compile_commands.json

.PHONY: all help packages-present check check-reference check-layers check-format format tidy fuzz bench install uninstall clean
-include $(shell find $(O) -name '*.d' 2>/dev/null)
