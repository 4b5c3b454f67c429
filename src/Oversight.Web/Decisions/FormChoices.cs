using Oversight.Desk;
using Oversight.Projections.Timelines;
using Oversight.Projections.Words;
using Oversight.Record.Authority;
using Oversight.Record.Catalogue;
using Oversight.Record.Frameworks;
using Oversight.Record.People;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;
using Oversight.Web.Design;

namespace Oversight.Web.Decisions;

/// <summary>What somebody can choose in the fields of a form: names and wordings of what they see of the record, never ids to be looked up.</summary>
/// <param name="record">The record, as they see it.</param>
/// <param name="subject">What is decided about.</param>
/// <param name="kind">What is decided.</param>
/// <param name="grants">Their rights.</param>
/// <param name="today">The day.</param>
public sealed class FormChoices(RecordAt record, SubjectId subject, EventKind kind, Grants grants, DateOnly today)
{
    private const int MostEntries = 200;
    private const int MostBoxes = 40;
    private const int MostUnsearched = 9;

    private readonly Timeline? timeline = record.TimelineOf(subject);

    /// <summary>Whether an organisation's own people write it, who say it live and in its name.</summary>
    public bool IsOwn =>
        grants.All.Any(grant => grant.Decides)
        && grants.All.All(grant => !grant.Decides || grant.Organisation is not null);

    /// <summary>What can be chosen in a field; null where something is written.</summary>
    public IReadOnlyList<Choice>? Of(FormField field)
    {
        var member = field.Member;
        return member.Name switch
        {
            "body" => Bodies(),
            "origin" =>
            [
                new("live", "Decided now", "Every rule holds. It is decided by a body that you act for."),
                new(
                    "back-dated",
                    "Decided earlier",
                    "It is logged now. What breaks a rule is stored, and reported as a finding."
                ),
                new(
                    "imported",
                    "Taken over from a document",
                    "What breaks a rule is stored, and reported as a finding."
                ),
            ],
            "segment" when member.Kind == ValueKind.Number => Segments(),
            "region" => [.. Region.All.Select(region => new Choice(region.Code, region.Name))],
            "criterion" or "for" or "item" or "items" or "milestone" when member.Kind == ValueKind.Text =>
            // What the record does not state, such as criteria of long ago, is written.
            References(member.Name)
                is { Length: > 0 } stated
                ? stated
                : null,
            "to" when member.Kind == ValueKind.Text && member.IsList => [.. Concerned().Select(Named)],
            "agreedBy" => AgreeingBodies(),
            "present" => Attending(),
            "supplements" or "supersedes" => EarlierSets(),
            "sha256" => Documents(),
            "predecessor" => Predecessors(),
            _ => member.Kind switch
            {
                ValueKind.Choice => [.. member.Words!.Words.Select(word => Of(member, word))],
                ValueKind.YesOrNo => [new("true", "Yes"), new("false", "No")],
                ValueKind.Organisation => Organisations(member),
                ValueKind.Entry => Entries(member),
                _ => null,
            },
        };
    }

    /// <summary>What stands in a field, as it is read.</summary>
    public string Said(FormField field, string value) =>
        Of(field)?.FirstOrDefault(choice => choice.Value == value) is { } chosen
            ? chosen is { Text: var text, Hint: { } hint } && text == value
                ? $"{text}: {hint}"
                : chosen.Text
            // What was open, and was answered meanwhile.
            : field.Member.Kind == ValueKind.Entry
            && Guid.TryParse(value, out var id)
            && record.EntryOf(id) is { } entry
                ? Logged(entry.Event, entry.Recorded)
                : OdsCode.TryParse(value, out var ods) && record.RegistrationOf(ods) is not null
                    ? Named(ods).Text
                    : value;

    /// <summary>Whether there are so many choices that they are searched by writing.</summary>
    public static bool AreSearched(IReadOnlyList<Choice> choices) => choices.Count > MostUnsearched;

    /// <summary>Whether each of several organisations is chosen in a row of its own: there are too many for boxes.</summary>
    public static bool TakesRows(FormField field, IReadOnlyList<Choice>? choices) =>
        field.Member is { IsList: true, Kind: ValueKind.Organisation } && choices?.Count > MostBoxes;

    /// <summary>Whether those that are chosen are ticked.</summary>
    public static bool TakesBoxes(FormField field, IReadOnlyList<Choice>? choices) =>
        field.Member.IsList && choices?.Count <= MostBoxes;

    /// <summary>Says at each field of a page what was written in it where one of many is chosen, and is none of them.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="form">What they hold.</param>
    /// <param name="corrects">Whether they began with what an entry says, which need not be chosen now.</param>
    public void Check(IEnumerable<FormField> fields, Submitted form, bool corrects)
    {
        foreach (var field in fields)
        {
            if (field.Member is { Kind: ValueKind.Object, IsFlat: true })
            {
                string[] under = field.Member.IsList
                    ? [.. Enumerable.Range(0, FieldValues.Rows(field.Name, form)).Select(row => $"{field.Name}.{row}")]
                    : [field.Name];
                Check(under.SelectMany(name => field.Inner(name)), form, corrects);
            }
            else if (Of(field) is { } choices && AreSearched(choices))
            {
                if (TakesRows(field, choices))
                {
                    FieldValues.InRows(field.Name, form);
                    foreach (var row in Enumerable.Range(0, FieldValues.Rows(field.Name, form)))
                    {
                        Check(field, $"{field.Name}.{row}", choices, form);
                    }
                }
                else if (
                    !field.Member.IsList
                    && (
                        !corrects
                        || field.Member.Kind is ValueKind.Organisation or ValueKind.Entry
                        || field.Member.Name == "body"
                    )
                )
                {
                    Check(field, field.Name, choices, form);
                }
            }
        }
    }

    private void Check(FormField field, string name, IReadOnlyList<Choice> choices, Submitted form)
    {
        if (form[name] is { } given && choices.All(choice => choice.Value != given) && Said(field, given) == given)
        {
            form.Fail(name, $"{field.Label}: “{given}” is none of those in the list. Choose one.");
        }
    }

    /// <summary>Whether something may be written in a field beside what can be chosen in it.</summary>
    public static bool TakesOthers(FormField field) => field.Member.Name == "present";

    /// <summary>Whether a field names the entry that is answered: one of those that are open, and where only one is, that.</summary>
    public bool NamesAnswered(FormField field) => EntryActions.NamingOf(kind)?.Member == field.Name;

    /// <summary>The body that is chosen when nothing was.</summary>
    public string? OwnBody =>
        grants.All.FirstOrDefault(grant => grant.Decides) switch
        {
            { Organisation: { } own } => own.Value,
            { Region: { } region } => DecidingBody.IdOf(region),
            { } => "nhs-england",
            null => null,
        };

    /// <summary>The organisations that the subject concerns.</summary>
    public IReadOnlyList<OdsCode> Concerned() => SubjectName.Concerned(record, subject);

    // A legal basis is called by its title, with which its help begins.
    internal static Choice Of(DecisionMember member, Word word) =>
        member.Enumeration is null && word.Help?.Split(". ", 2) is [var title, var rest]
            ? new(word.Value, title, rest)
            : new(word.Value, Words.Begun(word.Value.Replace('-', ' ')), word.Help);

    // Those in whose name they decide now, before all others, which decided what is logged later.
    private Choice[] Bodies()
    {
        var own = grants
            .All.Where(grant => grant.Organisation is not null && grant.Decides)
            .Select(grant => grant.Organisation!.Value);
        var bodies = DecidingBody
            .All.Where(body => !IsOwn && (body.MayHaveExisted(DateWithPrecision.Day(today)) || !grants.ActFor(body.Id)))
            .OrderByDescending(body => body.Id == OwnBody)
            .ThenByDescending(body => grants.ActFor(body.Id))
            .Select(body => new Choice(body.Id, body.Name));
        var concerned = IsOwn ? [] : Concerned().Select(Named);
        return [.. own.Select(Named).Concat(bodies).Concat(concerned).DistinctBy(choice => choice.Value)];
    }

    private Choice[]? Segments()
    {
        var organisation = subject.Organisation is { } ods ? record.RegistrationOf(ods)?.Kind : null;
        var framework = record.Frameworks.On(today).Version;
        if (framework is null || (organisation is { } of && !framework.Segmented(of)))
        {
            framework =
                record
                    .Frameworks.All.OrderBy(entry => entry.Place)
                    .Select(entry => entry.Content.Framework)
                    .LastOrDefault(version => organisation is not { } one || version.Segmented(one))
                ?? framework;
        }

        return framework is null
            ? null
            :
            [
                .. framework.Segments.Select(segment => new Choice(
                    $"{segment.Number}",
                    $"{segment.Number}",
                    segment.Label
                )),
            ];
    }

    private Choice[]? References(string member)
    {
        if (Engagement.Of(timeline) is { } engagement)
        {
            return member == "milestone"
                ?
                [
                    .. timeline!
                        .Of<MilestoneSet>()
                        .Select(set => new Choice(
                            set.Content.Milestone,
                            $"{set.Content.Milestone}: {set.Content.Title}"
                        )),
                ]
                :
                [
                    .. from purpose in Enum.GetValues<CriteriaPurpose>()
                    from criterion in engagement.CriteriaInForce(purpose, today)
                    select new Choice(criterion.Reference, criterion.Reference, Shortened(criterion.Wording)),
                ];
        }

        return AcceptedUndertakings.Of(timeline) is { } undertakings
            ?
            [
                .. undertakings
                    .ItemsBy(today)
                    .Select(given => new Choice(
                        given.Item.Reference,
                        given.Item.Reference,
                        Shortened(given.Item.Wording)
                    )),
            ]
            : null;
    }

    private Choice[]? AgreeingBodies() =>
        AcceptedUndertakings.Of(timeline) is { } undertakings
            ?
            [
                new(
                    undertakings.Accepted.Decision.DecidedBy.Body,
                    Words.Body(undertakings.Accepted.Decision.DecidedBy.Body)
                ),
                .. undertakings.GivenBy.Select(Named),
            ]
            : null;

    // The organisation, and the trusts of its system: they see it at once.
    private Choice[] Attending() =>
        [
            .. Concerned()
                .SelectMany(own => record.TrustsOfSystem(own, today).Select(trust => trust.Organisation).Prepend(own))
                .Distinct()
                .Select(Named),
        ];

    private Choice[] EarlierSets() =>
        ToldApart(
            from earlier in record.Subjects
            where earlier.Kind == SubjectKind.Undertakings && earlier != subject
            let set = AcceptedUndertakings.Of(record.TimelineOf(earlier))
            where set is not null
            let given = $"{SubjectName.Of(record, earlier, today).Text}, accepted {set.Accepted.Effective}"
            orderby given
            select (earlier.Id, given, earlier.Id)
        );

    // Those of the evidence about the same subject.
    private Choice[] Documents() =>
        ToldApart(
            (timeline?.Of<Record.Evidence.EvidenceSubmitted>() ?? [])
                .Where(submitted => submitted.Content.Document is not null)
                .DistinctBy(submitted => submitted.Content.Document!.Sha256)
                .Select(submitted =>
                    (
                        submitted.Content.Document!.Sha256,
                        $"{submitted.Content.Document.FileName}: {Shortened(submitted.Content.Title)}",
                        $"logged {Words.Instant(submitted.Original.Recorded)}"
                    )
                )
        );

    private Choice[] Predecessors() =>
        subject.Organisation is { } own
            ? [.. record.PredecessorsOf(own).Select(before => Named(before.Predecessor))]
            : [];

    private Choice[] Organisations(DecisionMember member)
    {
        var concerned = Concerned();
        // Who is first in it, or joins it, is not among those it concerns already.
        var narrow =
            subject.Kind is SubjectKind.Recovery or SubjectKind.Undertakings
            && !kind.Begins
            && kind.Type != typeof(RecoveryMemberJoined)
            && member.Name is "organisation" or "member" or "members";
        if (IsOwn && member.Name is "organisation" or "member")
        {
            var own = grants.Organisations.ToArray();
            return [.. (concerned.Where(own.Contains).ToArray() is { Length: > 0 } both ? both : own).Select(Named)];
        }

        return narrow && concerned.Count > 0
            ? [.. concerned.Select(Named)]
            :
            [
                .. record
                    .Organisations.Where(ods => record.RegistrationOf(ods) is not null)
                    .Select(Named)
                    .OrderBy(choice => choice.Text, StringComparer.Ordinal),
            ];
    }

    // Those that wait for such an answer; else all that count, the last one first.
    private Choice[] Entries(DecisionMember member)
    {
        if (timeline is null)
        {
            return [];
        }

        var open =
            EntryActions.NamingOf(kind) is { } naming && naming.Member == member.Name
                ? naming.OpenIn(timeline)
                : timeline.Entries.Where(entry => entry.Counts).Reverse();
        return ToldApart(
            from entry in open.Take(MostEntries)
            let original = entry.Original
            select (
                $"{entry.Id}",
                Logged(entry.Content, original.Recorded),
                record.PlaceTold is null ? $"recorded {Words.Instant(original.Recorded)}" : $"entry {original.Place}"
            )
        );
    }

    private string Logged(Event content, DateTimeOffset recorded) =>
        $"{Shortened(EntryWords.Sentence(content, record, today))} (logged {Words.Day(London.DayOf(recorded))})";

    // In the order given; those that would read alike say by what they differ.
    private static Choice[] ToldApart(IEnumerable<(string Value, string Text, string Apart)> choices)
    {
        var all = choices.ToArray();
        var alike = all.CountBy(choice => choice.Text).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. all.Select(choice => new Choice(
                choice.Value,
                alike[choice.Text] == 1 ? choice.Text : $"{choice.Text}, {choice.Apart}"
            )),
        ];
    }

    private Choice Named(OdsCode ods) => new(ods.Value, $"{record.NameOf(ods, today)} ({ods})");

    private static string Shortened(string text) => text.Length <= 160 ? text : text[..157] + "…";
}
