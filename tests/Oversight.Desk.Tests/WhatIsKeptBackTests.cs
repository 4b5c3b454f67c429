using System.Text.Json;
using Oversight.Desk.Answers;
using Oversight.Desk.Meetings;
using Oversight.Projections.Answers;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Registers;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Deciding;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using QuestionList = Oversight.Projections.Questions.QuestionList;

namespace Oversight.Desk.Tests;

/// <summary>An entry of each kind that is kept from somebody changes no byte of the answers that every face gives them.</summary>
public sealed class WhatIsKeptBackTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private static readonly CancellationToken None = CancellationToken.None;

    // Of the South West: not the Midlands', and not the board whose own people look.
    private static readonly OdsCode Theirs = OdsCode.Parse("QOX");
    private static readonly OdsCode Own = OdsCode.Parse("QNC");
    private static readonly DateOnly On = new(2026, 11, 20);

    private static readonly Grant Region = new(Role.Region, Record.Region.Of("Y60"));
    private static readonly Grant Lead = new(Role.Lead, Organisation: Own);

    private static readonly Sight[] People =
    [
        new(new([Region]), On),
        new(new([Lead]), On),
        new(new([new(Role.Contributor, Organisation: Own)]), On),
        new(new([new(Role.Administrator)]), On),
        new(new([new(Role.Administrator), Region, Lead]), On),
    ];

    [Fact]
    public async Task An_entry_of_each_kind_changes_no_answer_to_those_who_do_not_see_it()
    {
        var before = await EverythingAsync();
        var national = await AnswersAsync(new(new([new(Role.National)]), On));
        var logged = new List<string>();
        foreach (var kind in EventCatalogue.Kinds.Where(k => !k.Begins && k.About.HasFlag(SubjectKind.Organisation)))
        {
            if (await HideAsync(kind.Example()))
            {
                logged.Add(kind.Name);
            }
        }

        Assert.True(logged.Count >= 12, string.Join(", ", logged));
        var after = await EverythingAsync();
        foreach (var (asked, answer) in after)
        {
            Assert.True(before[asked] == answer, $"{asked}\n{before[asked]}\n{answer}");
        }

        // Those who see everything see them.
        Assert.NotEqual(national["picture"], (await AnswersAsync(new(new([new(Role.National)]), On)))["picture"]);
    }

    // As it would come in by an import: late, told to nobody; not what is public, nor what passes to others.
    private async Task<bool> HideAsync(Event example)
    {
        var hidden = example with
        {
            Decision = example.Decision with
            {
                Origin = Origin.Imported,
                Communicated = null,
                Predecessor = null,
                After = null,
                DecidedBy = new("nhs-england"),
            },
        };
        if (hidden.IsPublic() || hidden is OpenItemsDisposed)
        {
            return false;
        }

        var subject = SubjectId.Of(Theirs);
        var version = (await loaded.Record.Live.AtAsync(known: null, None)).TimelineOf(subject)!.Version;
        try
        {
            var by = new LoggedBy("user:import", Grants.OfTheProgram) { Again = true };
            await loaded.Record.Desk.LogAsync(new LogDecision(subject, hidden), version, by, None);
            return true;
        }
        catch (Exception e) when (e is BadInputException or RuleRefusedException or NotAllowedException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> EverythingAsync()
    {
        var all = new Dictionary<string, string>();
        foreach (var (number, sight) in People.Index())
        {
            foreach (var (asked, answer) in await AnswersAsync(sight))
            {
                all.Add($"{number} {asked}", answer);
            }
        }

        return all;
    }

    private async Task<IReadOnlyDictionary<string, string>> AnswersAsync(Sight sight)
    {
        var (open, seen) = (loaded.Record, (await loaded.Record.Live.AtAsync(known: null, None)).AsSeenBy(sight));
        var json = seen.SeenBy is null ? AnswerJson.Options : AnswerJson.WithoutPlaces;
        var answers = new Dictionary<string, string>();
        void Add<T>(string asked, T answer) => answers.Add(asked, JsonSerializer.Serialize(answer, json));

        Add("picture", NationalPicture.Of(seen, On, region: null, known: null));
        Add("deadlines", DeadlinesAnswer.Of(seen, On, known: null, null, null, null, overdue: false));
        Add("recoveries", RecoveriesAnswer.Of(seen, On, known: null));
        Add("undertakings", UndertakingsListAnswer.Of(seen, On, known: null));
        Add("meeting", MeetingTemplate.Of(seen, region: null, On));
        Add("etag", (seen.PlaceTold, seen.Known, seen.StateTold));
        foreach (var organisation in new[] { Theirs, Own })
        {
            Add($"{organisation}", await OrganisationAnswer.OfAsync(open, seen, organisation, On, known: null, None));
            Add($"{organisation} oversight", OversightAnswer.Of(seen, organisation, On));
            Add($"{organisation} merger", MergersAnswer.Of(seen, organisation, On));
            Add(
                $"{organisation} history",
                AuditHistory.Of(seen, SubjectId.Of(organisation)) is { } history
                    ? await HistoryAnswer.OfAsync(open, seen, history, known: null, None)
                    : null
            );
        }

        foreach (var register in Register.All)
        {
            AddTable($"register {register.Name}", register.Ask(seen, On, [], [], []));
        }

        foreach (var question in QuestionList.All)
        {
            AddTable(question.Id, question.Ask(seen, On, new Dictionary<string, string?>()));
        }

        return answers;

        void AddTable(string asked, RegisterAnswer answer)
        {
            var people = new Dictionary<string, string>();
            using var csv = new StringWriter();
            RegisterCsv.Write(answer, people, csv);
            answers.Add($"{asked}.csv", csv.ToString());
            Add(asked, RegisterTable.Of(answer, seen.KnownTold(asked: null), people));
        }
    }
}
