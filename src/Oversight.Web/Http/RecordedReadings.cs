using Microsoft.AspNetCore.Http.Features;
using Oversight.Ledger.People;
using Oversight.Projections.Visibility;

namespace Oversight.Web.Http;

/// <summary>Says by what face an address is read, where its answer does not say it.</summary>
/// <param name="Face">The face.</param>
internal sealed record ReadBy(Face Face);

/// <summary>
/// Whoever reads what is not public is recorded before the first byte of the answer goes out: what the answer looked at is noted on the way
/// (<see cref="SeenRecord"/>), and written here. Where it cannot be, the answer is a problem instead.
/// </summary>
internal sealed class RecordedReadings(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, OpenRecord record)
    {
        var looked = new LookedAt();
        context.Features.Set(looked);
        var sent = context.Response.Body;
        await using var recorded = new BodyAfter(
            sent,
            cancellation => RecordAsync(context, looked, record, cancellation)
        );
        context.Response.Body = recorded;
        try
        {
            await next(context);
            if (context.Response.StatusCode == StatusCodes.Status304NotModified)
            {
                // They have it, and see it again.
                await recorded.BeginAsync(context.RequestAborted);
            }
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            // What is answered instead is written outside, and may quote what was looked at.
            await recorded.BeginAsync(context.RequestAborted);
            throw;
        }
        finally
        {
            context.Response.Body = sent;
        }
    }

    private static Task RecordAsync(
        HttpContext context,
        LookedAt looked,
        OpenRecord record,
        CancellationToken cancellation
    )
    {
        looked.Close();
        return looked.Entries == 0
            ? Task.CompletedTask
            : record.Readings.AddAsync(ReadingOf(context, looked), cancellation);
    }

    private static Reading ReadingOf(HttpContext context, LookedAt looked)
    {
        var (reader, credential, address) = context.Features.Get<Reader>() ?? Reader.Of(context);
        return new(
            reader,
            credential,
            FaceOf(context),
            address,
            looked.Place,
            [.. looked.Subjects.Select(subject => subject.Value)],
            looked.Entries
        );
    }

    private static Face FaceOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ReadBy>() is { } said ? said.Face
        : context.Response.ContentType?.Split(';')[0] is RegisterCsv.ContentType or RegisterXlsx.ContentType
            ? Face.Export
        : context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? Face.Api
        : Face.Page;

    /// <summary>A body that does something before its first byte.</summary>
    private sealed class BodyAfter(Stream body, Func<CancellationToken, Task> first) : Stream
    {
        private bool hasBegun;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public async Task BeginAsync(CancellationToken cancellation)
        {
            if (!hasBegun)
            {
                await first(cancellation);
                hasBegun = true;
            }
        }

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await BeginAsync(cancellationToken);
            await body.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        // Headers go out with a flush too.
        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            await BeginAsync(cancellationToken);
            await body.FlushAsync(cancellationToken);
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>Who reads what; of a calendar feed, whose address is a secret and signs nobody in, its endpoint says it.</summary>
/// <param name="Subject">The signed-in subject.</param>
/// <param name="Credential">The id of the credential.</param>
/// <param name="Address">The address, without secrets.</param>
internal sealed record Reader(string Subject, Guid? Credential, string Address)
{
    /// <summary>Whoever is signed in.</summary>
    public static Reader Of(HttpContext context)
    {
        var who = context.Features.GetRequiredFeature<SignedIn>();
        return new(
            who.Subject,
            who.By.Id,
            $"{context.Request.Path.ToUriComponent()}{context.Request.QueryString.ToUriComponent()}"
        );
    }
}
