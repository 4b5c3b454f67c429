using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Oversight.Projections.Registers;

namespace Oversight.Projections.Compare;

/// <summary>What is compared of the rows of a register: which rows are the same thing, what it is called, and what of it can differ.</summary>
/// <param name="Register">The register.</param>
/// <param name="What">What one of its rows is, such as Undertaking.</param>
/// <param name="Key">The columns that tell its things apart.</param>
/// <param name="Title">What one is called: columns in braces.</param>
/// <param name="Aspects">The columns that can differ.</param>
/// <param name="Because">
/// Which entries about an organisation may be why; null for those that a row rests on. Rows of organisations rest on what says each of several things.
/// </param>
internal sealed partial record ComparedList(
    Register Register,
    string What,
    IReadOnlyList<Column> Key,
    string Title,
    IReadOnlyList<(Column Column, string Heading)> Aspects,
    Func<EntryChange, bool>? Because = null
)
{
    private static readonly Dictionary<string, string> NoPeople = [];

    /// <summary>All that is compared.</summary>
    public static IReadOnlyList<ComparedList> All { get; } =
        InOrder([
            Of(
                "organisations",
                "Organisation",
                "ods",
                "",
                "name, regionName=Region, systemName=System, existence",
                c => c.Kind.StartsWith("organisation_", StringComparison.Ordinal) || c.Kind == "system_joined"
            ),
            Of(
                "organisations",
                "Segment",
                "ods",
                "",
                "segmentText=Segment, lastReview=Last reviewed, nextReviewDue=Next review due, reviewOverdue=Review overdue",
                c => c.Kind.StartsWith("segment_", StringComparison.Ordinal)
            ),
            Of(
                "organisations",
                "Recovery Support",
                "ods",
                "",
                "recoveryText=Recovery Support",
                c =>
                    c.Kind
                        is "recovery_published"
                            or "recovery_entered"
                            or "recovery_member_joined"
                            or "recovery_member_exited"
                            or "exit_agreed"
                            or "open_items_disposed"
            ),
            Of(
                "engagements",
                "Recovery Support",
                "engagement, ods",
                "{title}",
                "state, entered, targetExitText, targetMissed, recommended, exited, unmet, nextReviewDue, monitoringUntil, monitoringCompleted"
            ),
            Of(
                "criteria",
                "Criterion",
                "engagement, ods, purpose, reference",
                "{purpose} criterion {reference}, {title}",
                "satisfied=Met, self, regionRating=Region’s rating, national=National rating, wording, measure, threshold, sustainedMonths, due, overdue, evidence"
            ),
            Of("evidence", "Evidence", "entry", "{title}", "state, verdict, reason"),
            Of(
                "undertakings",
                "Undertaking",
                "undertakings, reference",
                "{reference}, {undertakings}",
                "state, wording, due, overdue, judgement, progress, progressRating, breached, publication"
            ),
            Of(
                "certificates",
                "Compliance certificate",
                "undertakings, items, applied",
                "{undertakings}",
                "outcome, decided"
            ),
            Of("directions", "Direction", "legalBasis, directed, issued", "{directed}", "inForce, due, overdue, ended"),
            Of(
                "support",
                "Support",
                "ods, concerns, kind, programme, called, recordedAbout",
                "{kind} {programme}",
                "text=Support, expectedExit"
            ),
            Of("notices", "Notice of another body", "ods, kind, about, given", "{about}", "state, rating, closed"),
            Of(
                "independent-reviews",
                "Independent review",
                "ods, about, reviewer",
                "{about}",
                "state, expected, reported, answer"
            ),
            Of("reviews", "Oversight review", "ods, entry", "{meeting} review", "held, outcome, nextReviewDue"),
            Of("concerns", "Concern", "ods, entry", "{wording}", "state, escalatedTo"),
            Of("commitments", "Commitment", "ods, entry", "{wording}", "state, due, overdue"),
            Of("challenges", "Challenge", "entry", "{wrong}", "state, reason"),
            Of("passing", "Merger", "ods, what, engagement, undertakings, item", "{says}", "state"),
        ]);

    /// <summary>Where it stands among them.</summary>
    public int Order { get; private init; }

    /// <summary>There is one of each.</summary>
    public bool Equals(ComparedList? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>The organisations that a row is about.</summary>
    public IEnumerable<OdsCode> AboutOf(Row row) =>
        Column.Named("ods", Register.Columns, "ods").Of(row) switch
        {
            string one => [OdsCode.Parse(one)],
            IReadOnlyList<string> several => several.Select(code => OdsCode.Parse(code)),
            _ => [],
        };

    /// <summary>What tells a row's thing apart from others.</summary>
    public string KeyOf(Row row) => string.Join('\n', Key.Select(column => column.Text(column.Of(row), NoPeople)));

    /// <summary>What a row's thing is called; null where its list says it.</summary>
    public string? TitleOf(Row row)
    {
        var title = InBraces()
            .Replace(
                Title,
                found => TextOf(Column.Named(found.Groups["name"].Value, Register.Columns, "title"), row) ?? ""
            )
            .Trim();
        return title.Length == 0 ? null
            : BeginsWithId().IsMatch(Title) ? title
            : char.ToUpperInvariant(title[0]) + title[1..];
    }

    /// <summary>What a row says of each aspect, as people read it; null where it says nothing.</summary>
    public string?[] ValuesOf(Row row) => [.. Aspects.Select(aspect => TextOf(aspect.Column, row))];

    /// <summary>What differs between what is said of a thing in two states; the whole of it where one says nothing.</summary>
    public DifferentAspect[] AspectsOf(Held? was, Held? now) =>
        was is null ? [new(null, null, Whole(now!))]
        : now is null ? [new(null, Whole(was), null)]
        :
        [
            .. Aspects
                .Select((aspect, i) => new DifferentAspect(aspect.Heading, was.Values[i], now.Values[i]))
                .Where(aspect => aspect.Before != aspect.After),
        ];

    private static ComparedList[] InOrder(IEnumerable<ComparedList> all) =>
        [.. all.Select((list, order) => list with { Order = order })];

    private string Whole(Held held) =>
        string.Join(
            "; ",
            Aspects
                .Zip(held.Values)
                .Where(aspect => aspect.Second is not null)
                .Select(aspect => $"{aspect.First.Heading}: {aspect.Second}")
        );

    private static string? TextOf(Column column, Row row)
    {
        var text = column.Text(column.Of(row), NoPeople, forPeople: true);
        return text.Length == 0 ? null
            : column.Words is null ? text
            : text.Replace('-', ' ');
    }

    private static ComparedList Of(
        string register,
        string what,
        string key,
        string title,
        string aspects,
        Func<EntryChange, bool>? because = null
    )
    {
        var columns = Register.Of(register).Columns;
        Column Named(string name) => Column.Named(name, columns, "columns");
        return new(
            Register.Of(register),
            what,
            [.. key.Split(", ").Select(Named)],
            title,
            [
                .. aspects
                    .Split(", ")
                    .Select(aspect => aspect.Split('='))
                    .Select(aspect =>
                        (Named(aspect[0]), aspect is [_, var heading] ? heading : Named(aspect[0]).Heading)
                    ),
            ],
            because
        );
    }

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InBraces();

    // What is written as somebody named it, and has no capital because a line begins with it.
    [GeneratedRegex("^\\{(undertakings|reference)\\}")]
    private static partial Regex BeginsWithId();
}
