using Oversight.Projections.Registers;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Compare;

/// <summary>One state of the record and the day that it is asked about.</summary>
/// <param name="Record">The record as it was known.</param>
/// <param name="Known">As known when; null for now.</param>
/// <param name="On">The day.</param>
public sealed record ComparedState(RecordAt Record, DateTimeOffset? Known, DateOnly On);

/// <summary>
/// Two states beside one another: what is different for each organisation, told apart by why. What is different of the earlier day as it was
/// known then and as it is known in the later state changed in our knowledge; what is different between the two days, both as known in the
/// later state, changed in the world. The two together are all that differs.
/// </summary>
/// <param name="Place">The place of the later state; absent to whoever does not see everything.</param>
/// <param name="Known">As known when the later state is; absent for now.</param>
/// <param name="From">The earlier day.</param>
/// <param name="To">The later day.</param>
/// <param name="KnownFrom">As known when the earlier state is; absent for now.</param>
/// <param name="Partly">Whether whoever asks sees only some of the record: then what is said is of that.</param>
/// <param name="Organisations">Those asked about that exist on either day, by name.</param>
/// <param name="Frameworks">What differs of the oversight frameworks.</param>
/// <param name="Rules">The rules by which differences are told apart.</param>
public sealed record Compared(
    long? Place,
    DateTimeOffset? Known,
    DateOnly From,
    DateOnly To,
    DateTimeOffset? KnownFrom,
    bool Partly,
    IReadOnlyList<ComparedOrganisation> Organisations,
    IReadOnlyList<Difference> Frameworks,
    IReadOnlyList<AnswerRule> Rules
)
{
    /// <summary>What an entry is called among differences that no list shows.</summary>
    public const string Entry = "Entry";

    /// <summary>Compares two states.</summary>
    /// <param name="earlier">The earlier one.</param>
    /// <param name="later">The later one.</param>
    /// <param name="region">Only organisations of this region; null for all.</param>
    /// <param name="organisation">Only this organisation by its ODS code, or system:QOC for one with its trusts; null for all.</param>
    /// <exception cref="BadInputException">The later state comes first, or an organisation is not in the record.</exception>
    public static Compared Of(
        ComparedState earlier,
        ComparedState later,
        Region? region = null,
        string? organisation = null
    )
    {
        if (later.On < earlier.On)
        {
            throw new BadInputException("to", "must not be before from.");
        }

        if (later.Known is { } until && (earlier.Known ?? DateTimeOffset.MaxValue) > until)
        {
            throw new BadInputException("knownTo", "must not be before knownFrom.");
        }

        var (then, now) = (earlier.Record.Noting(null), later.Record.Noting(null));
        var asked = Asked(now, later.On, region, organisation);
        var (isAll, isSame) = (
            asked.Count == now.Organisations.Count,
            then.Place == now.Place && then.SeenBy == now.SeenBy
        );
        now = isAll ? now : now.ListingAbout(asked);
        var before = new Lazy<Position>(() => Position.Of(now, earlier.On, asked));
        var steps = new List<Step>();
        if (!isSame)
        {
            then = isAll ? then : then.ListingAbout(asked);
            steps.Add(
                new(
                    WhatChanged.InOurKnowledge,
                    new(() => Position.Of(then, earlier.On, asked)),
                    before,
                    () => EntryChange.InOurKnowledge(then, earlier.Known, now, earlier.On, later.On)
                )
            );
        }

        if (earlier.On != later.On)
        {
            steps.Add(
                new(
                    WhatChanged.InTheWorld,
                    before,
                    new(() => Position.Of(now, later.On, asked)),
                    () => EntryChange.InTheWorld(now, earlier.On, later.On)
                )
            );
        }

        // Neither day needs what is computed of the other: on two cores both take the time of one.
        Parallel.Invoke([.. steps.SelectMany(step => step.Parts)]);
        ComparedOrganisation[] organisations =
        [
            .. from ods in asked
            let name = now.NameOf(ods, later.On)
            let differences = steps.SelectMany(step => step.Of(ods)).ToArray()
            where differences.Length > 0 || Exists(now, ods, earlier.On, later.On)
            orderby name, ods
            select new ComparedOrganisation(ods, name, now.RegistrationOf(ods)?.Region, differences),
        ];
        Difference[] frameworks = [.. steps.SelectMany(step => step.OfFrameworks())];
        foreach (var record in new[] { earlier.Record, later.Record })
        {
            record.Note(steps.SelectMany(step => step.Shown));
        }

        return new(
            later.Record.PlaceTold,
            later.Record.KnownTold(later.Known),
            earlier.On,
            later.On,
            earlier.Known,
            later.Record.SeenBy is not null,
            organisations,
            frameworks,
            [AnswerRules.ChangedInTheWorld, AnswerRules.ChangedInOurKnowledge]
        );
    }

    /// <summary>The differences as rows, one for each aspect: for a spreadsheet.</summary>
    public RegisterAnswer AsRows() =>
        new(
            DifferenceRow.Register,
            To,
            Place ?? -1,
            DifferenceRow.Register.Columns,
            [
                .. from organisation in Organisations
                from row in DifferenceRow.Of(organisation, organisation.Differences, Rules)
                select row,
                .. DifferenceRow.Of(null, Frameworks, Rules),
            ],
            []
        );

    private static HashSet<OdsCode> Asked(RecordAt record, DateOnly on, Region? region, string? organisation)
    {
        Filter[] filters = organisation is null ? [] : [new("ods", Registers.Comparison.Is, organisation)];
        try
        {
            var expanded = SystemScope.Expand(record, on, filters);
            AskedScope.CheckNames(record, expanded);
            var named = expanded is [var one]
                ? one.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                : null;
            return
            [
                .. from ods in record.Organisations
                where
                    record.RegistrationOf(ods) is { } registered && (region is null || registered.Region == region.Code)
                where named?.Contains(ods.Value, StringComparer.OrdinalIgnoreCase) != false
                select ods,
            ];
        }
        catch (BadInputException e) when (e.Field == "ods")
        {
            throw new BadInputException("organisation", e.Problem);
        }
    }

    private static bool Exists(RecordAt record, OdsCode ods, DateOnly from, DateOnly to)
    {
        var timeline = record.TimelineOf(ods)!;
        return timeline.Of<OrganisationRegistered>().Any(r => r.Effective.Earliest <= to)
            && Passing.EndOf(timeline)?.Effective.IsCertainBy(from) != true;
    }

    /// <summary>What changed in one of the two ways.</summary>
    private sealed class Step
    {
        private readonly WhatChanged changed;
        private readonly Lazy<Position> before;
        private readonly Lazy<Position> after;
        private readonly Lazy<EntryChange[]> all;
        private readonly Lazy<ILookup<OdsCode, EntryChange>> changes;

        // Where among all of them the changes of an entry are.
        private readonly Lazy<ILookup<Guid, int>> numbers;

        public Step(
            WhatChanged changed,
            Lazy<Position> before,
            Lazy<Position> after,
            Func<IEnumerable<EntryChange>> entries
        )
        {
            (this.changed, this.before, this.after) = (changed, before, after);
            all = new(() => [.. entries().OrderBy(c => c.Place)]);
            changes = new(() =>
                all.Value.SelectMany(c => c.About, (change, ods) => (change, ods)).ToLookup(c => c.ods, c => c.change)
            );
            numbers = new(() => Enumerable.Range(0, all.Value.Length).ToLookup(number => all.Value[number].Id));
        }

        /// <summary>What it is made of, each to be computed by itself.</summary>
        public IEnumerable<Action> Parts => [() => _ = before.Value, () => _ = after.Value, () => _ = changes.Value];

        /// <summary>The subjects whose entries are told as reasons.</summary>
        public HashSet<SubjectId> Shown { get; } = [];

        public IEnumerable<Difference> Of(OdsCode ods)
        {
            EntryChange[] entries = [.. changes.Value[ods].Distinct()];
            var told = new HashSet<Guid>();
            var differences = new List<Difference>();
            foreach (var (key, was, now) in Position.Between(before.Value, after.Value, ods))
            {
                var because = WhyOf(key.List, was, now, entries);
                told.UnionWith(because.Select(c => c.Id));
                Shown.UnionWith(because.Select(c => c.Subject));
                differences.Add(
                    new(
                        changed,
                        key.List.What,
                        key.List.TitleOf((now ?? was)!.Row),
                        key.List.AspectsOf(was, now),
                        new WhenAsked<Reason>(() => [.. because.Select(c => c.Reason)])
                    )
                );
            }

            return differences.Concat(entries.Where(c => !told.Contains(c.Id)).Select(Itself));
        }

        public IEnumerable<Difference> OfFrameworks() =>
            all.Value.Where(c => c.Subject.Kind == SubjectKind.Framework).Select(Itself);

        // What was recorded, and shows in no list of those compared.
        private Difference Itself(EntryChange change)
        {
            Shown.Add(change.Subject);
            return new(
                changed,
                Entry,
                InWords(change.Kind),
                new WhenAsked<DifferentAspect>(() =>
                    [
                        change.Reason.How is HowChanged.Retracted or HowChanged.NotShown
                            ? new(null, change.Reason.Says, null)
                            : new(null, change.Reason.Replaced, change.Reason.Says),
                    ]
                ),
                new WhenAsked<Reason>(() => [change.Reason])
            );
        }

        private EntryChange[] WhyOf(ComparedList list, Held? was, Held? now, EntryChange[] entries)
        {
            if (list.Because is { } because && entries.Where(because).ToArray() is { Length: > 0 } own)
            {
                return own;
            }

            var restsOn = new[] { was, now }
                .OfType<Held>()
                .SelectMany(held => held.Row.RestsOn)
                .Select(entry => entry.Id)
                .ToHashSet();
            EntryChange[] behind = [.. entries.Where(c => restsOn.Contains(c.Id))];
            // Those about others too: a trust is in Recovery Support with its whole system.
            return behind.Length > 0
                ? behind
                : [.. restsOn.SelectMany(id => numbers.Value[id]).Order().Select(number => all.Value[number])];
        }

        private static string InWords(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..].Replace('_', ' ');
    }
}
