using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.StoredShapes;

/// <summary>
/// What is stored is read for ever: each event's shape is kept as a file here. When one of these tests fails because a
/// shape changed, the change needs a new version of the event and an upcast, not a new file in place of the old one.
/// </summary>
public sealed class StoredShapeTests
{
    private static readonly Decision Whole = new(
        Sample.Date("Q1 2024/25"),
        Sample.Date("2024-04-02"),
        new("nhs-england", "Regional Director", "person:" + new string('0', 64))
    )
    {
        Rationale = "Zoë said \"so\" & signed <it>; 🏥.",
        Evidence = [new("Decision letter", "file 7", new string('a', 64))],
        Source = new("PRN01455", "lines 14-16"),
        Origin = Origin.BackDated,
        Communicated = new DateOnly(2024, 4, 3),
        After = new Guid("00000000-0000-0000-0000-0000000000a1"),
        Predecessor = OdsCode.Parse("RXW"),
    };

    private static readonly SegmentAssigned Assigned = new(Whole, 3);
    private static readonly Guid Target = new("00000000-0000-0000-0000-0000000000b2");

    // Every event with every field filled.
    private static readonly Event[] Filled =
    [
        new OrganisationRegistered(Whole, Sample.Icb, OrganisationKind.NhsFoundationTrust, "NHS Name", "Y60", ["Name"]),
        new OrganisationSucceeded(Whole, [new(Sample.NewIcb, SuccessionKind.BoundaryExtension)]),
        new FrameworkPublished(
            Whole,
            new(
                "nof-2025-26",
                "NHS Oversight Framework 2025/26",
                "2025/26",
                [new(1, "Least"), new(5, "Most")],
                [OrganisationKind.Icb, OrganisationKind.NhsTrust, OrganisationKind.NhsFoundationTrust],
                5,
                "Programme",
                ["nhs-england", "dhsc"],
                3,
                Sample.Date("June 2025"),
                Sample.Date("2025/26")
            )
        ),
        new SegmentPublished(Whole, 2, "Segment 2 as printed"),
        Assigned,
        new SegmentReviewed(Whole, 4, Sample.Date("unknown")),
        new AnnualAssessmentPublished(Whole, [new("Area", "Text", "18-18"), new("Other area", "Text", "19-20")]),
        new EntryCorrected(Whole, Target, Assigned),
        new EntryRetracted(Whole, Target),
    ];

    // What may be left out, because whoever logs may not know it. All else must be there.
    private static readonly HashSet<string> MayBeMissing =
    [
        "role",
        "person",
        "reference",
        "sha256",
        "fact",
        "rationale",
        "evidence",
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
        var types = typeof(Event).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Event)));
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
    public void The_dotnet_type_is_named_as_marten_names_it() =>
        Assert.Equal(
            "Oversight.Record.Events.SegmentAssigned, Oversight.Record",
            EventCatalogue.DotnetTypeOf(Assigned)
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
                    [.. members, ("unheard", "1")],
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
        AssertRefused(
            name,
            members => members.Where(m => !MayBeMissing.Contains(m.Name)).Select(m => members.Except([m]).ToArray())
        );
        foreach (
            var variant in Variants(
                Stored(name),
                members => members.Where(m => MayBeMissing.Contains(m.Name)).Select(m => members.Except([m]).ToArray())
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
                    .Where(m => !MayBeMissing.Contains(m.Name) || m.Name is "evidence" or "origin")
                    .Select(nulled => members.Select(m => m == nulled ? (m.Name, "null") : m).ToArray())
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
                            .Where(m => m.Name is "origin" or "kind" or "segmentedKinds")
                            .Select(m =>
                                members
                                    .Select(o =>
                                        o != m ? o : (o.Name, o.Name == "segmentedKinds" ? $"[{wrong}]" : wrong)
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
                    .Select(broken => members.Select(m => m == broken ? (m.Name, "\"\\ud800\"") : m).ToArray())
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
                            .Select(number => members.Select(m => m == number ? (m.Name, wrong) : m).ToArray())
                )
        );

    private static readonly JsonSerializerOptions Indentation = new() { WriteIndented = true, NewLine = "\n" };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "StoredShapes");

    private static Event Example(string name) => Filled.Single(e => EventCatalogue.NameOf(e) == name);

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

    private static void AssertRefused(
        string name,
        Func<(string Name, string Text)[], IEnumerable<(string Name, string Text)[]>> change
    )
    {
        foreach (var variant in Variants(Stored(name), change))
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
    private static IEnumerable<string> Variants(
        string json,
        Func<(string Name, string Text)[], IEnumerable<(string Name, string Text)[]>> change
    )
    {
        using var document = JsonDocument.Parse(json);
        return [.. Variants(document.RootElement, change)];
    }

    private static IEnumerable<string> Variants(
        JsonElement element,
        Func<(string Name, string Text)[], IEnumerable<(string Name, string Text)[]>> change
    )
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var items = element.EnumerateArray().ToArray();
            return from i in Enumerable.Range(0, items.Length)
                from changed in Variants(items[i], change)
                select $"[{string.Join(",", items.Select((item, at) => at == i ? changed : item.GetRawText()))}]";
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var members = element.EnumerateObject().Select(m => (m.Name, Text: m.Value.GetRawText())).ToArray();
        return change(members)
            .Concat(
                from member in element.EnumerateObject()
                from changed in Variants(member.Value, change)
                select members.Select(m => m.Name == member.Name ? (m.Name, changed) : m).ToArray()
            )
            .Select(parts => $"{{{string.Join(",", parts.Select(p => $"\"{p.Item1}\":{p.Item2}"))}}}");
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
}
