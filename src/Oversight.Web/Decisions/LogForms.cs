using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Oversight.Desk;
using Oversight.Desk.Answers;
using Oversight.Desk.Problems;
using Oversight.Ledger;
using Oversight.Projections.Timelines;
using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Record.Evidence;
using Oversight.Web.Design;
using Oversight.Web.Http;
using Oversight.Web.Problems;
using Oversight.Web.SignIn;

namespace Oversight.Web.Decisions;

/// <summary>Where the pages of a form are sent: each is kept as a draft of its writer, and logged once, when the answers were checked.</summary>
internal static class LogForms
{
    /// <summary>A form with its document: a megabyte for the parts beside it.</summary>
    private const long LargestForm = DocumentArchive.LargestDocument + (1024 * 1024);

    /// <summary>Refuses a file that is too large, or for which there is no room, before it is read.</summary>
    public static void UseRoomForUploads(this IApplicationBuilder application) =>
        application.Use(
            (context, next) =>
            {
                if (context.GetEndpoint()?.Metadata.GetMetadata<TakesDocuments>() is not null)
                {
                    var length = context.Request.ContentLength ?? DocumentArchive.LargestDocument;
                    if (length > LargestForm)
                    {
                        throw new ProblemException(
                            new Problem(
                                ProblemType.BodyTooLarge,
                                $"The document is larger than {DocumentArchive.LargestDocument / 1024 / 1024} MB, the most that is kept: divide it. What you wrote before is among your drafts."
                            )
                        );
                    }

                    // It is spooled on the way, handed on, and logged by the database.
                    context.RequestServices.GetRequiredService<DiskSpace>().MustBeLeftAfter(4 * length);
                }

                return next(context);
            }
        );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapForms();
        forms.MapPost("/log", Begin);
        forms.MapPost("/log/{word}", KeepAsync);
        forms
            .MapPost(
                $"/log/{SubmitEvidence.Kind.Word}",
                (HttpContext context, OpenRecord record) => KeepAsync(SubmitEvidence.Kind.Word, context, record)
            )
            .WithMetadata(new TakesDocuments(), new LargestBody(LargestForm));
        forms.MapPost("/log/{word}/check", LogAsync);
        forms.MapPost("/drafts/delete", DeleteAsync);
    }

    /// <summary>The ids under which an entry has its people, by their names.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> PeopleOfAsync(
        OpenRecord record,
        BelievedEntry? entry,
        HttpContext context
    )
    {
        if (entry is null)
        {
            return new Dictionary<string, string>();
        }

        var names = await PeopleNames.KeptAsync(record, entry.Content.People(), context.RequestAborted);
        return names.DistinctBy(person => person.Value).ToDictionary(person => person.Value, person => person.Key);
    }

    /// <summary>The field for the id of something that a kind of decision begins.</summary>
    internal static string BeginField(EventKind kind) => $"begin-{kind.Word}";

    // To the form of what is begun, under the id that it is to have.
    private static IResult Begin(HttpContext context)
    {
        var sent = Submitted.Of(context.Request.Form);
        var word = sent["begin"] ?? "";
        var kind =
            EventCatalogue.Kinds.FirstOrDefault(one => one.Begins && one.Word == word)
            ?? throw DecisionPage.NoSuchKind(word);
        var field = BeginField(kind);
        try
        {
            _ = DecisionPage.Begun(kind, sent[field] ?? "");
            return Results.LocalRedirect($"/log/{word}{QueryString.Create("id", sent[field]!)}");
        }
        catch (BadInputException e)
        {
            sent.Fail(field, sent[field] is null ? $"{kind.Says}: write the id first." : $"The id {e.Problem}");
            return Again<LogPage>(new { Sent = sent });
        }
    }

    // What stands on the page takes the place of what was kept of it, and no more.
    private static async Task<IResult> KeepAsync(string word, HttpContext context, OpenRecord record)
    {
        var kind = EventCatalogue.Kinds.FirstOrDefault(one => one.Word == word) ?? throw DecisionPage.NoSuchKind(word);
        var sent = Submitted.Of(context.Request.Form);
        _ = Guid.TryParseExact(sent["form"], "D", out var own);
        var kept =
            await DecisionPage.DraftOf(record, context, word)
            ?? (
                own != Guid.Empty
                    ? await record.FormDrafts.FindAsync(context.SignedIn()!.Subject, own, context.RequestAborted)
                    : null
            );
        if (kept?.Logged is { } logged)
        {
            return Logged(word, logged);
        }

        var at = await record.AtInstantAsync(known: null, context);
        var subject = DecisionPage.SubjectOf(context, kept, kind);
        var held = kept is null ? new Submitted() : DecisionPage.Kept(kept);
        if (kept is null && sent[DecisionForm.Changed] is { } of)
        {
            held.With(DecisionForm.Changed, of);
        }

        var target = Guid.TryParse(held[DecisionForm.Changed], out var id)
            ? at.TimelineOf(subject)?.StandsFor(id)
            : null;
        var isCorrection = kind.Type == typeof(Record.Corrections.EntryCorrected);
        if (isCorrection && target is null)
        {
            throw ProblemException.NotFound("The entry is not in the record, or it does not count any more.");
        }

        var form = DecisionForm.Of(kind, isCorrection ? target!.Content.KindOfEvent() : null);
        if (kept is null && isCorrection)
        {
            // Pages that nobody has come to yet hold what the entry says.
            var names = await PeopleNames.KeptAsync(record, target!.Content.People(), context.RequestAborted);
            form.Write(
                target.Content.WithPeople(
                    (person, _) => person is null ? null : names.GetValueOrDefault(person, person)
                ),
                held
            );
        }

        var step = form.Step(context.Request.Query["step"]);
        var go = sent["go"] ?? "continue";
        held = Take(step, sent, held);
        await TakeDocumentsAsync(step, context, record, held, go);
        if (go.StartsWith("add:", StringComparison.Ordinal))
        {
            var rows = go["add:".Length..];
            held.With($"{rows}-rows", $"{FieldValues.Rows(rows, held) + 1}");
        }
        else if (go == "continue" && !held.HasErrors)
        {
            new FormChoices(at, subject, form.Corrected ?? kind, context.Grants(), London.Today(record.Clock)).Check(
                step.Fields,
                held,
                isCorrection
            );
            form.Check(step, held);
            MustSayWhichIsAnswered(kind, step, at.TimelineOf(subject), held);
        }

        var draft = new FormDraft(
            kept?.Id ?? (own == Guid.Empty ? Guid.CreateVersion7(record.Clock.GetUtcNow()) : own),
            word,
            subject.Value,
            kept?.Version ?? VersionIn(sent),
            held.Fields.ToDictionary(name => name, name => held.All(name).ToArray(), StringComparer.Ordinal),
            null,
            default
        );
        // A document was handed in: it is kept whatever else is wrong on the page.
        var documents = step.Fields.Where(field => field.Member.Kind == ValueKind.Document).ToArray();
        if (held.HasErrors && documents.All(field => held[field.Name] is null))
        {
            return AgainWith(word, held, draft);
        }

        // Who may not log it keeps no draft of it either.
        if (target is null || !isCorrection && kind.Type != typeof(Record.Corrections.EntryRetracted))
        {
            if (
                !(await record.Desk.KindsToLogAsync(subject, Deciding.By(context), context.RequestAborted)).Contains(
                    kind
                )
            )
            {
                throw new NotAllowedException($"You do not log this: {kind.Says.ToLowerInvariant()}.");
            }
        }

        try
        {
            await record.FormDrafts.KeepAsync(context.SignedIn()!.Subject, draft, context.RequestAborted);
        }
        catch (BadInputException e)
        {
            foreach (var field in documents)
            {
                held.With(field.Name, kept is null ? [] : DecisionPage.Kept(kept).All(field.Name));
            }

            held.Fail("", $"The form {e.Problem}");
            return AgainWith(word, held, draft);
        }

        if (held.HasErrors)
        {
            return AgainWith(word, held, draft);
        }

        return go switch
        {
            "save" => Results.LocalRedirect("/drafts"),
            "continue" => form.After(step) is { } next
                ? Results.LocalRedirect(LogAddresses.Form(word, draft.Id, next.Name))
                : Results.LocalRedirect(LogAddresses.Check(word, draft.Id)),
            _ => Results.LocalRedirect(
                LogAddresses.Form(word, draft.Id, step.Name, go[(go.IndexOf(':', StringComparison.Ordinal) + 1)..])
            ),
        };
    }

    private static async Task<IResult> LogAsync(string word, HttpContext context, OpenRecord record)
    {
        var draft =
            await DecisionPage.DraftOf(record, context, word)
            ?? throw ProblemException.NotFound("You keep no such draft: it was logged or deleted.");
        if (draft.Logged is { } logged)
        {
            return Logged(word, logged);
        }

        var kind = EventCatalogue.Kinds.FirstOrDefault(one => one.Word == word) ?? throw DecisionPage.NoSuchKind(word);
        var subject = DecisionPage.SubjectOf(context, draft, kind);
        var at = await record.AtInstantAsync(known: null, context);
        var held = DecisionPage.Kept(draft);
        var target = Guid.TryParse(held[DecisionForm.Changed], out var id)
            ? at.TimelineOf(subject)?.StandsFor(id)
            : null;
        var isCorrection = kind.Type == typeof(Record.Corrections.EntryCorrected);
        if (isCorrection && target is null)
        {
            throw ProblemException.NotFound("The entry is not in the record, or it does not count any more.");
        }

        var form = DecisionForm.Of(kind, isCorrection ? target!.Content.KindOfEvent() : null);
        var sent = Submitted.Of(context.Request.Form);
        var command = form.Read(held, subject, await PeopleOfAsync(record, target, context));
        if (command is null)
        {
            return Again<CheckPage>(new { Word = word });
        }

        try
        {
            var by = Deciding.By(context) with { IdempotencyKey = $"form-{draft.Id}", Again = sent["again"] == "true" };
            var receipt = await record.Desk.LogAsync(command, VersionIn(sent), by, context.RequestAborted);
            await record.FormDrafts.LoggedAsync(
                context.SignedIn()!.Subject,
                draft.Id,
                receipt.Entries[0].Id,
                CancellationToken.None
            );
            return Logged(word, receipt.Entries[0].Id);
        }
        catch (VersionConflictException)
        {
            return Again<CheckPage>(
                new
                {
                    Word = word,
                    NotDone = "Something else was logged about it while you checked. Look at it above, then log yours.",
                },
                StatusCodes.Status409Conflict
            );
        }
        catch (RecordedAlreadyException)
        {
            return Again<CheckPage>(
                new
                {
                    Word = word,
                    NotDone = "The record holds exactly this already. If it was decided once more, say so below.",
                }
            );
        }
        catch (Exception e)
            when (e
                    is RuleRefusedException
                        or BadInputException
                        or NotAllowedException
                        or UnknownSubjectException
                        or IdempotencyConflictException
            )
        {
            return Again<CheckPage>(new { Word = word, NotDone = e.Message });
        }
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, OpenRecord record) =>
        Guid.TryParseExact(context.Sent("id"), "D", out var id)
        && await record.FormDrafts.DeleteAsync(context.SignedIn()!.Subject, id, context.RequestAborted)
            ? Results.LocalRedirect("/drafts")
            : throw ProblemException.NotFound("You keep no such draft.");

    private static Submitted Take(FormStep step, Submitted sent, Submitted held)
    {
        bool IsOfPage(string name) =>
            step.Fields.Any(field => field.Member.Kind != ValueKind.Document && DecisionForm.Holds(field, name));
        var taken = new Submitted();
        foreach (var name in held.Fields.Where(name => !IsOfPage(name)))
        {
            taken.With(name, held.All(name));
        }

        foreach (var name in sent.Fields.Where(IsOfPage))
        {
            // PostgreSQL keeps no U+0000, and a browser ends lines in its own way.
            taken.With(
                name,
                sent.All(name)
                    .Select(value => value.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim())
            );
        }

        return taken;
    }

    // The desk takes the only one that is open; among several somebody chooses.
    private static void MustSayWhichIsAnswered(EventKind kind, FormStep step, Timeline? timeline, Submitted held)
    {
        if (
            EntryActions.NamingOf(kind) is { } naming
            && step.Fields.FirstOrDefault(field => field.Name == naming.Member) is { } field
            && held[field.Name] is null
            && timeline is not null
            && naming.OpenIn(timeline).Skip(1).Any()
        )
        {
            held.Fail(field.Name, $"{field.Label}: choose one, several are open.");
        }
    }

    private static async Task TakeDocumentsAsync(
        FormStep step,
        HttpContext context,
        OpenRecord record,
        Submitted held,
        string go
    )
    {
        foreach (var field in step.Fields.Where(field => field.Member.Kind == ValueKind.Document))
        {
            if (go == $"remove:{field.Name}")
            {
                held.With(field.Name);
            }
            else if (context.Request.Form.Files.GetFile(field.Name) is { FileName.Length: > 0 } file)
            {
                await StoreAsync(field, file, context, record, held);
            }
        }
    }

    private static async Task StoreAsync(
        FormField field,
        IFormFile file,
        HttpContext context,
        OpenRecord record,
        Submitted held
    )
    {
        // Some browsers send the whole path.
        var name = file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..];
        if (file.Length == 0)
        {
            held.Fail(field.Name, $"The file {name} is empty: choose another.");
            return;
        }

        if (held["organisation"] is not { } code || !OdsCode.TryParse(code, out var organisation))
        {
            held.Fail("organisation", "Choose the organisation to which the document belongs, and hand it in again.");
            return;
        }

        try
        {
            await using var content = file.OpenReadStream();
            var (document, _) = await record.Documents.StoreAsync(
                organisation,
                DocumentType.OfName(name),
                name,
                content,
                Deciding.By(context),
                expectedSha256: null,
                context.RequestAborted
            );
            held.With(field.Name, System.Text.Json.JsonSerializer.Serialize(document, EventCatalogue.Json));
        }
        catch (BadInputException e)
        {
            held.Fail(field.Name, $"The document was not taken: {e.Problem}");
        }
    }

    private static long VersionIn(Submitted sent) =>
        long.TryParse(sent["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    // The page again, under the id and the version that it was first sent with.
    private static RazorComponentResult<FormPage> AgainWith(string word, Submitted held, FormDraft draft) =>
        Again<FormPage>(
            new { Word = word, Sent = held.With("form", $"{draft.Id}").With("version", $"{draft.Version}") }
        );

    private static IResult Logged(string word, Guid entry) => Results.LocalRedirect(LogAddresses.Logged(word, entry));

    private static RazorComponentResult<TPage> Again<TPage>(
        object with,
        int status = StatusCodes.Status422UnprocessableEntity
    )
        where TPage : Microsoft.AspNetCore.Components.IComponent => new(with) { StatusCode = status };

    private sealed record TakesDocuments;
}
