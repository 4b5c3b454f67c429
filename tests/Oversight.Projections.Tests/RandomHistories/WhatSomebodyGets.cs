using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Oversight.Projections.Answers;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Facts;
using Oversight.Projections.InRecovery;
using Oversight.Projections.Letters;
using Oversight.Projections.Mergers;
using Oversight.Projections.Pictures;
using Oversight.Projections.PublishedPositions;
using Oversight.Projections.Questions;
using Oversight.Projections.Readiness;
using Oversight.Projections.Registers;
using Oversight.Projections.Status;
using Oversight.Projections.Support;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Tests.Given;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Every answer that somebody can get from a record, as they get it: by what was asked, in bytes.</summary>
internal sealed class WhatSomebodyGets
{
    private static readonly OdsCode[] Organisations =
    [
        Sample.Icb,
        Sample.OtherIcb,
        Sample.Trust,
        RandomIntervention.OtherTrust,
        OdsCode.Parse("QZZ"),
    ];

    private static readonly Dictionary<string, string?> Nothing = [];

    private static readonly JsonSerializerOptions WithoutPlaces = AnswerJson.WithoutPlaces;

    private readonly RecordAt seen;
    private readonly DateOnly on;
    private readonly JsonSerializerOptions json;
    private readonly Dictionary<string, string> answers = new(StringComparer.Ordinal);

    private WhatSomebodyGets(RecordAt seen, DateOnly on, JsonSerializerOptions json) =>
        (this.seen, this.on, this.json) = (seen, on, json);

    /// <summary>How answers are written with their places, to those who see the whole record.</summary>
    public static JsonSerializerOptions WithPlaces { get; } = AnswerJson.Options;

    /// <summary>All of it.</summary>
    /// <param name="seen">The record as they see it.</param>
    /// <param name="on">The day that they ask about.</param>
    /// <param name="entries">The ids for which they ask.</param>
    /// <param name="instants">As known at which they ask for versions.</param>
    /// <param name="json">How answers are written; null: without places.</param>
    public static IReadOnlyDictionary<string, string> From(
        RecordAt seen,
        DateOnly on,
        IReadOnlyList<Guid> entries,
        IReadOnlyList<DateTimeOffset> instants,
        JsonSerializerOptions? json = null
    )
    {
        var all = new WhatSomebodyGets(seen, on, json ?? WithoutPlaces);
        all.AskOfTheRecord();
        foreach (var subject in seen.Subjects.Concat(Organisations.Select(SubjectId.Of)).Distinct())
        {
            all.AskOfSubject(subject, instants);
        }

        foreach (var organisation in Organisations)
        {
            all.AskOfOrganisation(organisation);
        }

        foreach (var entry in entries)
        {
            all.Add($"entry {entry}", () => seen.EntryOf(entry));
            all.Add($"letter {entry}", () => LetterDraft.Of(seen, entry));
        }

        all.AskOfLists();
        return all.answers;
    }

    private void AskOfTheRecord()
    {
        Add("place", () => seen.PlaceTold);
        Add("known", () => seen.Known);
        Add("known when asked", () => seen.KnownTold(DateTimeOffset.MaxValue));
        Add("state", () => seen.StateTold);
        Add("subjects", () => seen.Subjects.Select(s => s.Value));
        Add("organisations", () => seen.Organisations);
        Add("frameworks", () => FrameworkReference.On(on, seen.Frameworks));
        Add("facts", () => Fact.All(seen));
        Add("regions", () => seen.RegionsOf(Organisations));
    }

    private void AskOfSubject(SubjectId subject, IReadOnlyList<DateTimeOffset> instants)
    {
        Add($"{subject} history", () => AuditHistory.AuditHistory.Of(seen, subject));
        Add($"{subject} findings", () => seen.FindingsOf(subject));
        Add($"{subject} version", () => seen.TimelineOf(subject)?.Version);
        Add($"{subject} versions", () => instants.Select(instant => seen.VersionAt(subject, instant)));
        Add($"{subject} entries", () => seen.TimelineOf(subject)?.Recorded.Select(e => (object)e.Event));
        if (subject.Kind == SubjectKind.Recovery)
        {
            Add($"{subject} readiness", () => EngagementReadiness.Of(seen, subject, on));
        }
        else if (subject.Kind == SubjectKind.Undertakings)
        {
            Add($"{subject} standing", () => UndertakingsStanding.Of(seen, subject, on));
        }
    }

    private void AskOfOrganisation(OdsCode organisation)
    {
        Add($"{organisation} status", () => OrganisationStatus.Of(seen, organisation, on));
        Add($"{organisation} in recovery", () => RecoveryStanding.On(seen, organisation, on));
        Add($"{organisation} support", () => OrganisationSupport.Of(seen, organisation, on));
        Add($"{organisation} end", () => EndOfBody.Of(seen, organisation, on));
        Add($"{organisation} system", () => seen.TrustsOfSystem(organisation, on));
        Add($"{organisation} published", () => PublishedPosition.Of(seen, organisation, on));
        Add($"{organisation} name", () => seen.NameOf(organisation, on));
        Add($"{organisation} picture", () => TimelinePicture.Of(seen, organisation, on));
    }

    private void AskOfLists()
    {
        Add("all", () => OrganisationStatus.All(seen, on, region: null));
        Add("deadlines", () => Deadlines.Deadlines.On(seen, on).All);
        foreach (var register in Register.All)
        {
            Add($"register {register.Name}", () => Table(register.Ask(seen, on, [], [], [])));
        }

        foreach (var question in QuestionList.All)
        {
            Add($"question {question.Id}", () => Table(question.Ask(seen, on, Nothing)));
        }
    }

    private static object Table(RegisterAnswer answer) =>
        new
        {
            answer.On,
            Columns = answer.Columns.Select(c => c.Name),
            Rows = answer.Rows.Select(row => new
            {
                Cells = answer.Columns.Select(c => c.Text(c.Of(row), new Dictionary<string, string>())),
                row.RestsOn,
                Rules = row.Rules.Select(r => r.Name),
                row.Framework,
            }),
            answer.NotStated,
            answer.Entries,
            Rules = answer.Rules.Select(r => r.Name),
            answer.Frameworks,
        };

    private void Add(string asked, Func<object?> answer)
    {
        string text;
        try
        {
            var value = answer();
            text = value is IEnumerable and not string
                ? string.Join(
                    '\n',
                    ((IEnumerable)value).Cast<object?>().Select(one => JsonSerializer.Serialize(one, json))
                )
                : JsonSerializer.Serialize(value, json);
        }
        catch (BadInputException e) when (asked.StartsWith("letter", StringComparison.Ordinal))
        {
            text = e.Message;
        }

        answers.Add(asked, text);
    }
}
