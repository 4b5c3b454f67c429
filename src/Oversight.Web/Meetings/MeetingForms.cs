using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Desk.Meetings;
using Oversight.Ledger;
using Oversight.Projections.Meetings;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Web.Design;
using Oversight.Web.Http;
using Oversight.Web.Problems;
using Oversight.Web.SignIn;

namespace Oversight.Web.Meetings;

/// <summary>Where the form of a meeting is sent: to be checked, to be changed again, and to be logged.</summary>
internal static class MeetingForms
{
    public static void MapMeetingForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapForms();
        forms.MapPost("/meetings/{region}/check", CheckAsync);
        forms.MapPost(
            "/meetings/{region}/change",
            IResult (HttpContext context, string region) =>
                new RazorComponentResult<RecordMeetingPage>(
                    new { Region = context.MustLookAfter(region).Code, Form = Submitted.Of(context.Request.Form) }
                )
        );
        forms.MapPost("/meetings/{region}/log", LogAsync);
    }

    private static async Task<IResult> CheckAsync(HttpContext context, OpenRecord record, string region)
    {
        var their = context.MustLookAfter(region);
        var form = Submitted.Of(context.Request.Form);
        var (sheet, moved) = await ReadAsync(context, record, their, form);
        if (sheet.Minutes is not { } minutes || moved.Count > 0)
        {
            return Again(their, form, moved);
        }

        var foreseen = await ForeseeAsync(context, record, sheet, minutes);
        return form.HasErrors
            ? Again(their, form, moved)
            : new RazorComponentResult<CheckMeetingPage>(
                new
                {
                    Region = their.Code,
                    Form = form,
                    Foreseen = foreseen,
                    Key = Guid.CreateVersion7(record.Clock.GetUtcNow()),
                }
            );
    }

    private static async Task<IResult> LogAsync(HttpContext context, OpenRecord record, string region)
    {
        var their = context.MustLookAfter(region);
        var form = Submitted.Of(context.Request.Form);
        if (!Guid.TryParse(form["key"], out var key))
        {
            throw ProblemException.BadInput(
                "key",
                "This form is not the one that was checked: check the answers again."
            );
        }

        var by = Deciding.By(context) with { IdempotencyKey = $"meeting-{key}" };
        var (sheet, moved) = await ReadAsync(context, record, their, form);
        // Sent again it is answered again, although what it stored has moved the versions.
        if (sheet.Minutes is not { } minutes)
        {
            return Again(their, form, moved);
        }

        try
        {
            var receipt = await record.Desk.LogAsync(minutes.ToDecisions(), by, context.RequestAborted);
            return Results.LocalRedirect(
                $"{MeetingAddresses.Minutes(their, minutes.Meeting.On)}?logged={receipt.Entries.Count}"
            );
        }
        catch (VersionConflictException)
        {
            (_, moved) = await ReadAsync(context, record, their, form);
            return Again(their, form, moved, StatusCodes.Status409Conflict);
        }
        catch (OutcomesRefusedException e)
        {
            sheet.Fail(e.Refused, SaidTo(context, record));
        }
        catch (NotAllowedException e)
        {
            form.Fail("", e.Message);
        }

        return Again(their, form, moved);
    }

    private static Func<string, string> SaidTo(HttpContext context, OpenRecord record)
    {
        var at = record.SeenToday(context);
        var self = context.SignedIn()!.Subject;
        return words =>
            EntryWords.ForPeople(
                words,
                at,
                London.Today(record.Clock),
                who => who == self ? "you" : Words.LoggedBy(who)
            );
    }

    private static async Task<IReadOnlyList<ForeseenOutcome>> ForeseeAsync(
        HttpContext context,
        OpenRecord record,
        MeetingSheet sheet,
        MeetingMinutes minutes
    )
    {
        try
        {
            minutes.Meeting.Decide();
            var foreseen = await record.Desk.ForeseeAsync(minutes, Deciding.By(context), context.RequestAborted);
            sheet.Fail(foreseen.Select(outcome => outcome.Refused).OfType<RefusedOutcome>(), SaidTo(context, record));
            return foreseen;
        }
        catch (NotAllowedException e)
        {
            sheet.Form.Fail("", e.Message);
        }
        catch (BadInputException e)
        {
            sheet.Form.Fail(
                e.Field switch
                {
                    "meeting.title" => "title",
                    "meeting.on" => "on",
                    "meeting.decidedBy.person" => "chair",
                    "meeting.decidedBy.role" => "role",
                    _ => "",
                },
                $"{char.ToUpperInvariant(e.Problem[0])}{e.Problem[1..]}"
            );
        }

        return [];
    }

    private static async Task<(MeetingSheet Sheet, IReadOnlyList<MovedItem> Moved)> ReadAsync(
        HttpContext context,
        OpenRecord record,
        Region region,
        Submitted form
    )
    {
        var at = await record.AtInstantAsync(known: null, context);
        var agenda = AgendaOf(at, region, form, London.Today(record.Clock));
        var sheet = MeetingSheet.Of(agenda, at.Frameworks, form);
        return (sheet, MovedItem.Of(sheet.Items, form, at));
    }

    /// <summary>The agenda that a form was filled in on: the organisations that it names, on its day.</summary>
    internal static Agenda AgendaOf(RecordAt at, Region region, Submitted form, DateOnly today)
    {
        OdsCode[] among =
        [
            .. form.All("ods")
                .Select(code => OdsCode.TryParse(code, out var ods) ? ods : (OdsCode?)null)
                .OfType<OdsCode>(),
        ];
        return Agenda.Of(at, region, form.Day("on") ?? today, trusts: true, among: among);
    }

    private static RazorComponentResult<RecordMeetingPage> Again(
        Region region,
        Submitted form,
        IReadOnlyList<MovedItem> moved,
        int status = StatusCodes.Status422UnprocessableEntity
    ) =>
        new(
            new
            {
                Region = region.Code,
                Form = form,
                Moved = moved,
            }
        )
        {
            StatusCode = moved.Count > 0 ? StatusCodes.Status409Conflict : status,
        };
}
