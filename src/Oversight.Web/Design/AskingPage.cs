using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Oversight.Desk.Answers;
using Oversight.Ledger;
using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Record.Organisations;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.Design;

/// <summary>
/// A page that asks the record: reads the two times, asks at that place, and is rendered once, when its answer is there.
/// </summary>
public abstract partial class AskingPage : ComponentBase
{
    private RecordAt? record;
    private IReadOnlyDictionary<string, string> loggers = new Dictionary<string, string>();

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    /// <summary>What is asked.</summary>
    [Inject]
    public OpenRecord Record { get; set; } = null!;

    /// <summary>What was asked.</summary>
    public PageQuestion Question { get; private set; } = null!;

    /// <summary>What stood in the address, without what was empty: a form sends its empty fields too.</summary>
    protected IReadOnlyDictionary<string, string> Asked { get; private set; } = null!;

    /// <summary>The place at which it was computed; null when there is no answer, and to whoever does not see the whole record.</summary>
    public long? Place => Error is null ? record?.PlaceTold : null;

    /// <summary>When the first entry was recorded, where nothing had been by the instant that was asked; null where something had.</summary>
    public DateTimeOffset? FirstRecordedLater => Error is null ? record?.FirstRecordedLater : null;

    /// <summary>Whether what was asked cannot be read, so that there is no answer.</summary>
    public bool IsUnread => Error is not null;

    /// <summary>When what is seen of the record changed last; null when there is no answer.</summary>
    public DateTimeOffset? Changed => Error is null ? record?.Known : null;

    /// <summary>The names behind people's ids.</summary>
    public IReadOnlyDictionary<string, string> People { get; protected set; } = new Dictionary<string, string>();

    /// <summary>The field that holds what cannot be read, and why; null where all could be.</summary>
    protected FieldError? Fault { get; private set; }

    /// <summary>Why there is no answer.</summary>
    protected string? Error { get; private set; }

    /// <summary>The query parameters that it takes; null for whatever <see cref="AskAsync"/> can read.</summary>
    protected virtual IReadOnlyList<string>? Takes => ["on", "known"];

    /// <summary>True where what cannot be read is said beside the form, which keeps what was written in it.</summary>
    protected virtual bool SaysWhatIsUnread => true;

    /// <summary>What a request asks.</summary>
    /// <exception cref="BadInputException">A field cannot be read.</exception>
    protected virtual PageQuestion QuestionIn(HttpRequest request) =>
        Takes?.Contains("region") == true
            ? PageQuestion.Of(request, Record.Clock)
            : PageQuestion.OfTimes(request, Record.Clock);

    /// <summary>Throws when nothing can be at this address, whatever is asked of it.</summary>
    protected virtual void MustBeThere() { }

    /// <summary>Asks the record what the page shows.</summary>
    protected abstract Task AskAsync(RecordAt at);

    /// <inheritdoc/>
    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await AnswerAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <inheritdoc cref="RecordAt.Called"/>
    public string TheRecord => record?.Called ?? "the record";

    /// <inheritdoc cref="RecordAt.Lacks"/>
    public string Lacks(string sentence) => record?.Lacks(sentence) ?? sentence;

    /// <summary>What follows that something waits: whoever does not see everything may not have been told what became of it.</summary>
    public string AsTold => record?.SeenBy is null ? "" : ", as far as you were told";

    /// <summary>As <see cref="RecordAt.Unstated"/>, as a sentence.</summary>
    public string NotStated(string missing) =>
        $"{Words.Capital(record?.Unstated(missing) ?? $"not stated: {missing}")}.";

    /// <summary>The name of an organisation; its code when it is not registered.</summary>
    public string NameOf(OdsCode ods) => record?.NameOf(ods, Question.On) ?? ods.Value;

    /// <summary>
    /// The organisations that may be chosen, by name and code: each one's code, and for an ICB also the value that means it and the trusts
    /// of its system; or ICBs alone.
    /// </summary>
    public IEnumerable<(string Value, string Name)> Organisations(bool icbsOnly) =>
        record is null
            ? []
            :
            [
                .. from one in record.OrganisationsByName(Question.On)
                where !icbsOnly || one.Kind == OrganisationKind.Icb
                from choice in one.Kind == OrganisationKind.Icb && !icbsOnly
                    ? new[]
                    {
                        (one.Ods.Value, $"{one.Name} ({one.Ods})"),
                        (SystemScope.Prefix + one.Ods, $"{one.Name} ({one.Ods}) and the trusts of its system"),
                    }
                    : [(one.Ods.Value, $"{one.Name} ({one.Ods})")]
                select choice,
            ];

    /// <summary>Of what was asked under a name, that each is an organisation: what is none would be answered like one of which nothing is recorded.</summary>
    /// <exception cref="BadInputException">One is none.</exception>
    protected void MustBeOrganisations(string name, RecordAt at)
    {
        var several = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var asked in Asked.GetValueOrDefault(name)?.Split(',', several) ?? [])
        {
            var isSystem = asked.StartsWith(SystemScope.Prefix, StringComparison.OrdinalIgnoreCase);
            var code = isSystem ? asked[SystemScope.Prefix.Length..] : asked;
            if (!OdsCode.TryParse(code, out var ods) || at.RegistrationOf(ods) is null)
            {
                throw new BadInputException(
                    name,
                    $"\"{code}\" is not an organisation in the record.{MeantSubject.Question(at, SubjectKind.Organisation, code)}"
                );
            }
        }
    }

    /// <summary>Where an entry stands.</summary>
    public Entry? EntryOf(Guid id) => record?.EntryOf(id);

    /// <summary>What an entry is called: by its place; to whoever is told no places by when it was recorded.</summary>
    public string Called(Guid id) =>
        EntryOf(id) is not { } entry ? "entry"
        : record!.PlaceTold is null ? $"entry of {Words.Instant(entry.Recorded)}"
        : $"entry {entry.Place}";

    /// <summary>Who decided, an organisation by its name.</summary>
    public string By(DecidedBy who) =>
        Words.DecidedBy(
            OdsCode.TryParse(who.Body, out var ods) && NameOf(ods) is var name && name != ods.Value
                ? who with
                {
                    Body = name,
                }
                : who,
            People
        );

    /// <summary>The page of an entry, with the same times.</summary>
    public string RowOf(Guid id) => Question.At($"/entries/{id}");

    /// <summary>Looks up who logged entries, where whoever asks is told that by name.</summary>
    protected async Task NameLoggersAsync(IEnumerable<string> subjects)
    {
        if (Context.Grants().SeeWhoLogged)
        {
            loggers = await PeopleNames.OfLoggersAsync(Record, subjects, Context.RequestAborted);
        }
    }

    /// <summary>The same of those whom sentences of the record name.</summary>
    protected Task NameLoggersInAsync(IEnumerable<string> sentences) =>
        NameLoggersAsync(sentences.SelectMany(sentence => Subject().Matches(sentence).Select(found => found.Value)));

    /// <summary>Who logged an entry: you, a name, or else the beginning of an id.</summary>
    public string LoggedBy(string subject) =>
        subject == Context.SignedIn()?.Subject ? "you" : loggers.GetValueOrDefault(subject) ?? Words.LoggedBy(subject);

    /// <summary>A sentence of the record with names in it, and no codes and ids.</summary>
    public string Said(string sentence) =>
        record is null ? sentence : EntryWords.ForPeople(sentence, record, Question.On, LoggedBy);

    /// <summary>What an event says, with names in it.</summary>
    public string Said(Event content) =>
        record is null ? content.Says() : EntryWords.Sentence(content, record, Question.On);

    /// <summary>A sentence that some entries say, or that is said of them, with names in it; what people wrote stays as it is.</summary>
    public string Said(string sentence, params IEnumerable<Guid> entries) =>
        record is null ? sentence : EntryWords.Sentence(sentence, entries, record, Question.On, LoggedBy);

    /// <summary>What stood in a field, when what was asked could not be read.</summary>
    public string? Unread(string name) => Error is null ? null : Asked.GetValueOrDefault(name);

    /// <summary>The subject that an address names.</summary>
    protected static SubjectId Named(SubjectKind kind, string id)
    {
        try
        {
            return SubjectId.Of(kind, id);
        }
        catch (BadInputException e)
        {
            // An address that nothing can have is one where nothing is.
            throw ProblemException.NotFound($"“{id}” {e.Problem}");
        }
    }

    [GeneratedRegex("user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Subject();

    private async Task AnswerAsync()
    {
        var (request, response) = (Context.Request, Context.Response);
        if (Takes is { } takes)
        {
            Coordinates.OnlyTakes(request, [.. takes]);
        }

        response.Headers.CacheControl = "private, no-cache";
        MustBeThere();
        Asked = request
            .Query.Select(q => (q.Key, Value: q.Value.ToString().Trim()))
            .Where(q => q.Value.Length > 0)
            .ToDictionary(q => q.Key, q => q.Value, StringComparer.Ordinal);
        Question = PageQuestion.Today(Record.Clock);
        try
        {
            Question = QuestionIn(request);
            record = await Record.AtInstantAsync(Question.Known, Context);
            await AskAsync(record);
            AnswerHeaders.SayWhere(Context);
        }
        catch (Exception e) when (SaysWhatIsUnread && (e is BadInputException or FutureInstantException))
        {
            Fault = e is BadInputException at ? new(at.Field, Words.Capital(at.Problem)) : new("known", e.Message);
            Error = e is BadInputException bad ? $"“{bad.Field}” {bad.Problem}" : e.Message;
            response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}
