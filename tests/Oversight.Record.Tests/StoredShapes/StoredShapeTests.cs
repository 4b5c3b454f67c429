using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.StoredShapes;

/// <summary>
/// What is stored is read for ever: each event's shape is kept as a file here. When one of these tests fails because a
/// shape changed, the change needs a new version of the event and an upcast, not a new file in place of the old one.
/// </summary>
public sealed class StoredShapeTests
{
    // What may be left out, because whoever logs may not know it: wherever it stands, or in one place. All else must be there.
    private static readonly HashSet<string> Optional =
    [
        "role",
        "person",
        "sha256",
        "fact",
        "isMeeting",
        "rationale",
        "source",
        "origin",
        "communicated",
        "after",
        "predecessor",
        "alsoKnownAs",
        "nextReviewDue",
        "lines",
        "reviewMonths",
        "published",
        "inForceUntil",
        "targetExit",
        "until",
        "measure",
        "threshold",
        "evidenceWanted",
        "owner",
        "sustainedMonths",
        "dependsOn",
        "confidence",
        "member",
        "expected",
        "recommendation",
        "unmet",
        "firstReviewDue",
        "address",
        "withheldBecause",
        "amount",
        "revisedPlan",
        "outturn",
        "againstPlan",
        "efficiency",
        "recurrentEfficiency",
        "agency",
        "runningCosts",
        "capital",
        "nonRecurrentSupport",
        "internal",
        "entered",
        "left",
        "targetMissed",
        "reasons",
        "criteriaText",
        "asks",
        "reportedBy",
        "completeBy",
        "nextMeeting",
    ];

    private static readonly HashSet<string> OptionalHere =
    [
        "evidence_submitted.document",
        "exit_criteria_agreed.criteria.due",
        "exit_criteria_agreed.criteria.members",
        "exit_criteria_refreshed.criteria.due",
        "exit_criteria_refreshed.criteria.members",
        "criterion_assessed.wording",
        "exit_recommended.members",
        "entry_letter_issued.members",
        "stocktake_reported.members",
        "support_package_agreed.members",
        "improvement_plan_agreed.members",
        "exit_agreed.members",
        "undertakings_accepted.items.due",
        "undertakings_accepted.publication",
        "undertaking_varied.due",
        "undertaking_varied.wording",
        "undertaking_progress_reported.rating",
        "certificate_applied_for.items",
        "direction_issued.due",
        "undertakings_discharged.items",
        "undertakings_accepted.types",
        "undertakings_accepted.jointlyWith",
        "undertakings_accepted.supplements",
        "undertakings_accepted.supersedes",
        "undertakings_reported.types",
        "undertakings_reported.jointly",
        "undertakings_reported.legalBasis",
        "undertaking_added.added.due",
        "organisation_directed.due",
        "organisation_directed.penalty",
        "direction_varied.directed",
        "direction_varied.due",
        "financial_position_stated.plan",
        "segment_ambition_stated.by",
        "recovery_entered.scope",
        "recovery_member_joined.scope",
        "recovery_published.scope",
        "oversight_reviewed.summary",
        "oversight_reviewed.present",
        "concern_raised.organisations",
        "concern_raised.review",
        "commitment_made.wording",
        "commitment_made.period",
        "commitment_made.due",
        "commitment_made.withinYears",
        "commitment_made.amount",
        "commitment_made.perCent",
        "commitment_made.organisations",
        "commitment_made.review",
        "support_set.programme",
        "support_set.tier",
        "support_set.called",
        "support_set.organisations",
        "support_set.conditions",
        "support_stepped_down.tier",
        "support_stepped_down.organisations",
        "support_withdrawn.organisations",
        "support_exit_expected.by",
        "support_exit_expected.organisations",
        "support_published.programme",
        "support_published.tier",
        "support_published.called",
        "support_published.organisations",
        "support_published.by",
        "notice_given.by",
        "notice_given.rating",
        "notice_given.organisations",
        "independent_review_commissioned.reviewer",
        "independent_review_commissioned.organisations",
        "independent_review_reported.recommendations",
        "independent_review_answered.response",
        "retention_hold_placed.reviewBy",
        "retention_hold_placed.entries",
        "retention_hold_placed.documents",
        "documents_disposed.retainedUntil",
        "documents_disposed.reference",
        "person_redacted.reference",
        "open_items_disposed.items.successor",
        "open_items_disposed.items.item",
        "entry_communicated.addressee",
        "entry_communicated.letter",
        "entry_communicated.letter.reference",
        "entry_challenged.wanted",
    ];

    private static readonly HashSet<string> RequiredHere =
    [
        "exit_declined.recommendation",
        "evidence_submitted.document.sha256",
        "documents_disposed.documents.sha256",
    ];

    private static readonly HashSet<string> Words =
    [
        "origin",
        "kind",
        "segmentedKinds",
        "purpose",
        "rating",
        "confidence",
        "level",
        "judgement",
        "verdict",
        "what",
        "disposition",
        "test",
        "types",
        "scope",
        "balance",
        "againstPlan",
        "efficiency",
        "recurrentEfficiency",
        "agency",
        "runningCosts",
        "capital",
        "meeting",
        "concern_raised.about",
        "terms",
        "standing",
        "answer",
        "support_set.programme",
        "support_published.programme",
        "position",
        "reasons",
        "ground",
    ];

    public static TheoryData<string> Names => [.. EventCatalogue.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_written_exactly_as_its_file_here_says(string name) =>
        Assert.Equal(Stored(name).TrimEnd(), Indented(EventCatalogue.Write(Example(name))));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_its_file_says_is_read_and_written_again_the_same(string name)
    {
        var read = EventCatalogue.Read(name, Stored(name));
        Assert.IsType(EventCatalogue.All[name], read);
        Assert.Equal(EventCatalogue.Write(Example(name)), EventCatalogue.Write(read));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_example_fills_every_field(string name)
    {
        using var json = JsonDocument.Parse(Stored(name));
        AssertFilled(json.RootElement, EventCatalogue.All[name], name);
    }

    [Fact]
    public void Every_event_type_is_in_the_catalogue_under_a_name_of_its_own()
    {
        var types = typeof(Event)
            .Assembly.GetTypes()
            // Never stored: it stands for what could not be read.
            .Where(t => t.IsSubclassOf(typeof(Event)) && t != typeof(NotReadable));
        Assert.Equal(types.ToHashSet(), EventCatalogue.All.Values.ToHashSet());
        Assert.All(EventCatalogue.All, e => Assert.Equal(e.Key, EventCatalogue.NameOf(e.Value)));
        Assert.All(EventCatalogue.All.Keys, k => Assert.Matches("^[a-z]+(_[a-z]+)+(_v[2-9])?$", k));
    }

    [Fact]
    public void Every_file_here_is_of_an_event_in_the_catalogue() =>
        Assert.Equal(
            EventCatalogue.All.Keys.Order(StringComparer.Ordinal),
            Directory
                .EnumerateFiles(Folder, "*.json")
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void An_event_of_a_newer_program_is_named_in_the_error()
    {
        var error = Assert.Throws<UnknownEventException>(() => EventCatalogue.Read("segment_assigned_v2", "{}"));
        Assert.Equal("segment_assigned_v2", error.Name);
        Assert.Contains("use a newer one", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unknown_member_anywhere_is_refused(string name) =>
        AssertRefused(
            name,
            members =>
                [
                    [.. members, new("unheard", "1", "")],
                ]
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void A_doubled_member_anywhere_is_refused(string name) =>
        AssertRefused(name, members => members.Select(doubled => members.Append(doubled).ToArray()));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_member_anywhere_is_refused_unless_it_may_be_missing(string name)
    {
        AssertRefused(name, members => members.Where(m => !MayBeMissing(m)).Select(m => members.Except([m]).ToArray()));
        foreach (
            var variant in Variants(
                name,
                Stored(name),
                members => members.Where(m => MayBeMissing(m)).Select(m => members.Except([m]).ToArray())
            )
        )
        {
            Assert.NotNull(EventCatalogue.Read(name, variant));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_null_is_refused_where_something_must_be_said(string name)
    {
        AssertRefused(
            name,
            members =>
                members
                    .Where(m => !MayBeMissing(m) || m.Name is "evidence" or "origin")
                    .Select(nulled => members.Select(m => m == nulled ? m with { Text = "null" } : m).ToArray())
        );
        Assert.Throws<JsonException>(() => EventCatalogue.Read(name, "null"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_enumeration_is_one_of_its_words_never_a_number(string name) =>
        Assert.All(
            new[] { "\"no-such-word\"", "\"\"", "1", "\"1\"", "\"back-dated, imported\"", "\"BackDated\"", "true" },
            wrong =>
                AssertRefused(
                    name,
                    members =>
                        members
                            .Where(m => (Words.Contains(m.Name) || Words.Contains(m.Path)))
                            .Select(m =>
                                members
                                    .Select(o =>
                                        o != m
                                            ? o
                                            : o with
                                            {
                                                Text = o.Name is "segmentedKinds" or "reasons" ? $"[{wrong}]" : wrong,
                                            }
                                    )
                                    .ToArray()
                            )
                )
        );

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("{} // comment")]
    public void What_is_no_json_object_is_refused(string data) =>
        Assert.ThrowsAny<JsonException>(() => EventCatalogue.Read("segment_assigned", data));

    [Fact]
    public void Half_a_character_is_refused_as_json_wherever_it_stands() =>
        AssertRefused(
            "entry_corrected",
            members =>
                members
                    .Where(m => m.Text.StartsWith('"'))
                    .Select(broken => members.Select(m => m == broken ? m with { Text = "\"\\ud800\"" } : m).ToArray())
        );

    [Fact]
    public void A_number_is_written_as_a_number_and_never_with_a_fraction() =>
        Assert.All(
            new[] { "\"3\"", "3.0", "3e0", "99999999999" },
            wrong =>
                AssertRefused(
                    "segment_assigned",
                    members =>
                        members
                            .Where(m => m.Name == "segment")
                            .Select(number => members.Select(m => m == number ? m with { Text = wrong } : m).ToArray())
                )
        );

    private static readonly JsonSerializerOptions Indentation = new() { WriteIndented = true, NewLine = "\n" };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "StoredShapes");

    private static Event Example(string name) => Filled.All.Single(e => EventCatalogue.NameOf(e) == name);

    private static string Stored(string name)
    {
        var file = Path.Combine(Folder, name + ".json");
        return File.Exists(file)
            ? File.ReadAllText(file)
            : throw new FileNotFoundException(
                $"There is no {name}.json beside {nameof(StoredShapeTests)}: keep what is stored there:\n"
                    + Indented(EventCatalogue.Write(Example(name)))
            );
    }

    private static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document, Indentation);
    }

    private static void AssertRefused(string name, Func<Member[], IEnumerable<Member[]>> change)
    {
        foreach (var variant in Variants(name, Stored(name), change))
        {
            try
            {
                EventCatalogue.Read(name, variant);
                Assert.Fail($"Read as {name}: {variant}");
            }
            catch (JsonException)
            {
                // Refused, as it should be.
            }
            catch (UnknownEventException) when (name == "entry_corrected")
            {
                // A replacement of an unheard kind.
            }
        }
    }

    // The text with one object in it changed at a time, at every depth.
    private static IEnumerable<string> Variants(string name, string json, Func<Member[], IEnumerable<Member[]>> change)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Variants(document.RootElement, name, change)];
    }

    private static IEnumerable<string> Variants(
        JsonElement element,
        string path,
        Func<Member[], IEnumerable<Member[]>> change
    )
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var items = element.EnumerateArray().ToArray();
            return from i in Enumerable.Range(0, items.Length)
                from changed in Variants(items[i], path, change)
                select $"[{string.Join(",", items.Select((item, at) => at == i ? changed : item.GetRawText()))}]";
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var members = element
            .EnumerateObject()
            .Select(m => new Member(m.Name, m.Value.GetRawText(), $"{path}.{m.Name}"))
            .ToArray();
        return change(members)
            .Concat(
                from member in element.EnumerateObject()
                from changed in Variants(member.Value, $"{path}.{member.Name}", change)
                select members.Select(m => m.Name == member.Name ? m with { Text = changed } : m).ToArray()
            )
            .Select(parts => $"{{{string.Join(",", parts.Select(p => $"\"{p.Name}\":{p.Text}"))}}}");
    }

    private static void AssertFilled(JsonElement element, Type type, string path)
    {
        if (type == typeof(Event))
        {
            AssertFilled(
                element.GetProperty("data"),
                EventCatalogue.All[element.GetProperty("type").GetString()!],
                path
            );
            return;
        }

        var shape = EventCatalogue.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        if (shape.Kind == JsonTypeInfoKind.Enumerable)
        {
            Assert.True(element.GetArrayLength() > 0, $"{path} is empty.");
            Assert.All(element.EnumerateArray(), item => AssertFilled(item, shape.ElementType!, path));
        }

        foreach (var member in shape.Properties)
        {
            Assert.True(element.TryGetProperty(member.Name, out var value), $"{path}.{member.Name} is not filled.");
            AssertFilled(value, member.PropertyType, $"{path}.{member.Name}");
        }
    }

    private static bool MayBeMissing(Member member) =>
        !RequiredHere.Contains(member.Path)
        && (
            Optional.Contains(member.Name)
            || OptionalHere.Contains(member.Path)
            || member.Path.EndsWith("decision.evidence", StringComparison.Ordinal)
            || member.Path.EndsWith("decision.evidence.reference", StringComparison.Ordinal)
        );

    private sealed record Member(string Name, string Text, string Path);
}
