using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Primitives;
using Oversight.Desk;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Web.Design;
using Oversight.Web.Http;
using Oversight.Web.Problems;

namespace Oversight.Web.Decisions;

/// <summary>A page on which a decision about a subject is written: its kind, its subject, and what was written so far.</summary>
public abstract class DecisionPage : AskingPage
{
    /// <summary>The word of the kind, in the address.</summary>
    [Parameter]
    public string Word { get; set; } = "";

    /// <summary>What was sent, when that is shown again; null for what is kept.</summary>
    [Parameter]
    public Submitted? Sent { get; set; }

    /// <summary>The draft in which it is kept; null when nothing is kept yet.</summary>
    public FormDraft? Draft { get; private set; }

    internal DecisionForm Form { get; private set; } = null!;

    internal SubjectId Subject { get; private set; }

    internal SubjectName Name { get; private set; } = null!;

    internal FormChoices Choices { get; private set; } = null!;

    /// <summary>What the form holds.</summary>
    protected Submitted Held { get; private set; } = null!;

    /// <summary>The subject's version, as whoever writes is told it.</summary>
    protected long Version { get; private set; }

    /// <summary>The entry that is corrected or retracted; null where none is.</summary>
    internal BelievedEntry? Target { get; private set; }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<string>? Takes => null;

    /// <inheritdoc/>
    protected sealed override bool SaysWhatIsUnread => false;

    /// <summary>The kinds that may be logged about the subject.</summary>
    protected IReadOnlyList<EventKind> MayLog { get; private set; } = [];

    /// <inheritdoc/>
    protected override async Task AskAsync(RecordAt at)
    {
        Context.Response.Headers.CacheControl = "no-cache, no-store";
        var kind = EventCatalogue.Kinds.FirstOrDefault(kind => kind.Word == Word) ?? throw NoSuchKind(Word);
        Draft = await DraftOf(Record, Context, Word);
        if (Draft?.Logged is { } logged)
        {
            throw ProblemException.NotFound($"This form was logged: its entry is at /entries/{logged}.");
        }

        Subject = SubjectOf(Context, Draft, kind);
        var timeline = at.TimelineOf(Subject);
        if (timeline is null && !kind.Begins)
        {
            throw NotThere();
        }

        var today = London.Today(Record.Clock);
        Held = Sent ?? (Draft is null ? FromAddress() : Kept(Draft));
        Target = TargetOf(timeline, kind);
        MayLog = await Record.Desk.KindsToLogAsync(Subject, Deciding.By(Context), Context.RequestAborted);
        var isTheirs = Target is null
            ? MayLog.Contains(kind)
            : await Record.Desk.MayChangeAsync(Target.Id, Subject, Deciding.By(Context), Context.RequestAborted);
        Name = SubjectName.Of(at, Subject, today);
        if (!isTheirs)
        {
            throw new NotAllowedException($"You do not log this about {Name.Text}: {kind.Says.ToLowerInvariant()}.");
        }

        Form = DecisionForm.Of(kind, kind.Type == typeof(EntryCorrected) ? Target!.Content.KindOfEvent() : null);
        Choices = new(at, Subject, Form.Corrected ?? kind, Context.Grants(), today);
        Version = timeline?.Version ?? 0;
        if (Draft is null && Sent is null && Form.Corrected is not null)
        {
            await PrefillAsync(Target!.Content);
        }
    }

    /// <summary>Where a page of the form is.</summary>
    internal string AddressOf(FormStep step, string? field = null) =>
        Draft is null
            ? Context.Request.Path + Context.Request.QueryString
            : LogAddresses.Form(Word, Draft.Id, step.Name, field);

    /// <summary>What a draft holds.</summary>
    internal static Submitted Kept(FormDraft draft) =>
        Submitted.Of(draft.Fields.Select(field => KeyValuePair.Create(field.Key, new StringValues(field.Value))));

    /// <summary>The draft that the address names, of whoever asks; null where it names none.</summary>
    internal static async Task<FormDraft?> DraftOf(OpenRecord record, HttpContext context, string word)
    {
        var named = context.Request.Query["draft"].ToString();
        if (named.Length == 0)
        {
            return null;
        }

        var draft = Guid.TryParseExact(named, "D", out var id)
            ? await record.FormDrafts.FindAsync(context.SignedIn()!.Subject, id, context.RequestAborted)
            : null;
        return draft is not null && draft.Kind == word
            ? draft
            : throw ProblemException.NotFound(
                "You keep no such draft: it was logged or deleted, or nobody touched it for 90 days."
            );
    }

    /// <summary>There is no such kind of decision.</summary>
    internal static ProblemException NoSuchKind(string word) =>
        ProblemException.NotFound($"There is no kind of decision that is called “{word}”.");

    /// <summary>What a draft or an address is about; of something that is begun, by the id that it is to have.</summary>
    internal static SubjectId SubjectOf(HttpContext context, FormDraft? draft, EventKind kind)
    {
        var query = context.Request.Query;
        try
        {
            if (draft is null && kind.Begins && query["id"].ToString().Trim() is { Length: > 0 } id)
            {
                return Begun(kind, id);
            }

            var subject = SubjectId.FromStream(draft?.About ?? query["about"].ToString());
            return kind.About.HasFlag(subject.Kind) ? subject : throw NotThere();
        }
        catch (BadInputException e) when (kind.Begins)
        {
            throw ProblemException.BadInput("id", $"The id {e.Problem}");
        }
        catch (Exception e) when (e is BadInputException or FormatException)
        {
            throw NotThere();
        }
    }

    /// <summary>What is begun under an id.</summary>
    internal static SubjectId Begun(EventKind kind, string id) =>
        SubjectId.Of(kind.About, kind.About == SubjectKind.Organisation ? id.ToUpperInvariant() : id);

    private static ProblemException NotThere() =>
        ProblemException.NotFound(
            "What this would be about is not in the record: choose it from the list of what you may log about."
        );

    private BelievedEntry? TargetOf(Timeline? timeline, EventKind kind)
    {
        if (kind.Type != typeof(EntryCorrected) && kind.Type != typeof(EntryRetracted))
        {
            return null;
        }

        return
            timeline is not null
            && Guid.TryParse(Held[DecisionForm.Changed], out var id)
            && timeline.StandsFor(id) is { Counts: true } target
            ? target
            : throw ProblemException.NotFound("The entry is not in the record, or it does not count any more.");
    }

    // What an address may say before anything is written: the segment, the criterion, the entry that is answered.
    private Submitted FromAddress()
    {
        var form = new Submitted();
        foreach (
            var (name, value) in Asked.Where(asked => asked.Key is not ("about" or "draft" or "step" or "id")).Take(20)
        )
        {
            form.With(name, value);
        }

        return form;
    }

    private async Task PrefillAsync(Event content)
    {
        var names = await Desk.Answers.PeopleNames.KeptAsync(Record, content.People(), Context.RequestAborted);
        Form.Write(content.WithPeople((id, _) => id is null ? null : names.GetValueOrDefault(id, id)), Held);
    }

    /// <summary>What stands in the fields of a page to which nobody has come yet: today, and the body that decides for whoever writes.</summary>
    protected void TakeDefaults()
    {
        if (Sent is not null)
        {
            return;
        }

        var today = DateWithPrecision.Day(London.Today(Record.Clock));
        var of = Form.Corrected is null ? "decision" : "correction";
        foreach (
            var field in Form.Fields.Where(field =>
                field.Name.StartsWith($"{of}.", StringComparison.Ordinal)
                && field.Member.Name is "effective" or "decided" or "body"
                && !Held.Fields.Any(name => DecisionForm.Holds(field, name))
            )
        )
        {
            _ = field.Member.Name == "body" ? Held.With(field.Name, Choices.OwnBody) : Held.With(field.Name, today);
        }

        // Who speaks for one organisation alone speaks for no other, nor for all.
        foreach (
            var field in Form.Fields.Where(field =>
                Choices.IsOwn
                && field.Member is { Kind: ValueKind.Organisation, IsList: false }
                && !Held.Fields.Contains(field.Name)
            )
        )
        {
            if (Choices.Of(field) is [var own])
            {
                Held.With(field.Name, own.Value);
            }
        }
    }
}
