using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Proofs.Notes;
using Oversight.Proofs.Witnesses;

namespace Oversight.Cli.Witnessing;

/// <summary>
/// A witness over HTTP (C2SP tlog-witness): <c>POST /add-checkpoint</c>, <c>GET /HASH/checkpoint</c> for what it saw last, and a page of text that
/// says both. Nobody signs in: what it cosigns, a record's key has signed.
/// </summary>
internal static class WitnessServer
{
    private const string Text = "text/plain; charset=utf-8";

    /// <summary>Builds it; the caller starts, stops and disposes it, and the witness after it.</summary>
    /// <param name="address">The address and port to serve on.</param>
    /// <param name="witness">The witness.</param>
    /// <param name="say">Told, in a line each, what it refuses for good.</param>
    public static WebApplication Build(IPEndPoint address, CosigningWitness witness, Action<string> say)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = SignedNote.MostBytes;
                kestrel.Limits.MaxConcurrentConnections = 200;
                kestrel.Listen(address);
            });
        builder.Services.AddRouting();
        var application = builder.Build();
        application.UseRouting();
        var tell = Teller(say);
        application.MapPost("/add-checkpoint", (RequestDelegate)(context => AddAsync(context, witness, say, tell)));
        application.MapGet("/", context => WriteAsync(context, StatusCodes.Status200OK, Text, Page(witness)));
        application.MapGet(
            "/{hash}/checkpoint",
            context =>
                witness.OfHash((string)context.GetRouteValue("hash")!) is { } note
                    ? WriteAsync(context, StatusCodes.Status200OK, Text, note.ToString())
                    : WriteAsync(context, StatusCodes.Status404NotFound, Text, "Nothing was seen of that record.\n")
        );
        return application;
    }

    private static async Task AddAsync(
        HttpContext context,
        CosigningWitness witness,
        Action<string> say,
        Action<WitnessDecision> tell
    )
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, e.StatusCode, Text, $"{e.Message}\n");
            return;
        }

        try
        {
            var (decision, cosignature) = witness.Decide(body.GetBuffer().AsSpan(0, (int)body.Length));
            var (type, answer) = decision.Verdict switch
            {
                WitnessVerdict.Accepted => (Text, cosignature!),
                WitnessVerdict.OtherSize => (Witness.SizeContentType, Witness.WriteSize(decision.KnownSize!.Value)),
                _ => (Text, $"{decision.Reason}\n"),
            };
            tell(decision);

            await WriteAsync(context, (int)decision.Verdict, type, answer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            say($"Nothing is cosigned, because it cannot be kept: {e.Message}");
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Text, "It cannot be kept here now.\n");
        }
    }

    // A proof anybody can invent; that the record's key signed two roots for one size nobody else can, so that the one never hides the other.
    private static Action<WitnessDecision> Teller(Action<string> say)
    {
        var (ofProofs, ofRoots) = (AtMostOnceAMinute(say), AtMostOnceAMinute(say));
        return decision =>
        {
            switch (decision)
            {
                case { Verdict: WitnessVerdict.OtherSize, Request: { } request, KnownSize: { } known }
                    when request.OldSize == known:
                    ofRoots(
                        $"Refused: {request.Checkpoint.Origin} has signed two roots for {known} entries. {decision.Reason}\n{request.Note}"
                    );
                    break;
                case { Verdict: WitnessVerdict.DoesNotExtend, Request: { } request }:
                    ofProofs(
                        $"Refused: a checkpoint of {request.Checkpoint.Origin} came without a proof that it begins with what was seen. Whoever asked may "
                            + $"have made the proof wrongly; if it was the record's own server, the record was changed. {decision.Reason}"
                    );
                    break;
            }
        };
    }

    // Anybody may ask: what is refused is told at most once a minute.
    private static Action<string> AtMostOnceAMinute(Action<string> say)
    {
        var told = new Lock();
        long? last = null;
        return words =>
        {
            lock (told)
            {
                if (last is { } before && TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromMinutes(1))
                {
                    return;
                }

                last = TimeProvider.System.GetTimestamp();
            }

            say(words);
        };
    }

    private static string Page(CosigningWitness witness)
    {
        var page = new StringBuilder();
        page.Append(
            "A witness of records that are kept with Oversight. It cosigns what begins with all that it saw before.\n\n"
        );
        page.Append("Key: ").Append(witness.Key).Append('\n');
        foreach (var seen in witness.Seen)
        {
            page.Append('\n').Append(seen.Origin).Append('\n');
            page.Append(
                seen switch
                {
                    { Note: { } note, Time: { } time } =>
                        $"{seen.Size} entries, seen on {London.At(time):d MMMM yyyy 'at' HH:mm:ss}, London time\n\n{note}",
                    { Note: not null } => $"{seen.Size} entries, kept and not cosigned yet\n",
                    _ => "Nothing was seen of it yet.\n",
                }
            );
        }

        return page.ToString();
    }

    private static Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text);
    }
}
