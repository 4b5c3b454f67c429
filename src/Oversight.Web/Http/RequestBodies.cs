using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Oversight.Desk.Problems;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>The most bytes that the body of a request to an address may have; where nothing is said, <see cref="OversightApplication.LargestBody"/>.</summary>
internal sealed record LargestBody(long Bytes);

/// <summary>
/// Refuses a body that is too large, and takes in what is left of every body after its answer: a browser reads no answer before it has
/// sent everything, and would show a connection that broke instead of what was wrong. It comes before all that answers.
/// </summary>
internal sealed class RequestBodies(RequestDelegate next, IHostApplicationLifetime application)
{
    /// <summary>What is taken in of one request, in bytes; who sends more is cut off.</summary>
    public const long MostTakenIn = 512 * 1024 * 1024;

    private const int Chunk = 64 * 1024;

    // Longer than what is kept takes to send at two megabits a second.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Lets the request be answered, and then takes in the rest of its body.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            await next(context);
            return;
        }

        var body = new Bounded(context.Request.Body, context);
        context.Request.Body = body;
        await next(context);
        if (
            !body.HasEnded
            && !IsWaitingToBeTold(context.Request, body)
            && context.Request.ContentLength is not > MostTakenIn
        )
        {
            await context.Response.CompleteAsync();
            await TakeInAsync(body.Whole, context);
        }
    }

    // Who asks first (curl does so of a large file) has the answer, and sends nothing.
    private static bool IsWaitingToBeTold(HttpRequest request, Bounded body) =>
        !body.HasBegun && string.Equals(request.Headers.Expect, "100-continue", StringComparison.OrdinalIgnoreCase);

    private async Task TakeInAsync(Stream whole, HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(application.ApplicationStopping);
        ended.CancelAfter(Patience);
        // The connection is cut: a read that is merely given up the server could not end.
        await using var cut = ended.Token.Register(context.Abort);
        var chunk = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            while (await whole.ReadAsync(chunk, CancellationToken.None) > 0)
            {
                // It is not wanted.
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Whoever sends it has the answer and is gone, sends what is no body, or takes too long: nobody is there to tell.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>A body of which no more is read than the address takes.</summary>
    private sealed class Bounded(Stream whole, HttpContext context) : Stream
    {
        private long read;

        public Stream Whole => whole;

        public bool HasBegun { get; private set; }

        public bool HasEnded { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>Reads on.</summary>
        /// <exception cref="ProblemException">The body is larger than what the address takes.</exception>
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            // Known when it is first read, once it is known which address is asked.
            var most =
                context.GetEndpoint()?.Metadata.GetMetadata<LargestBody>()?.Bytes ?? OversightApplication.LargestBody;
            if (context.Request.ContentLength is { } said && said > most)
            {
                throw TooLarge(most);
            }

            HasBegun = true;
            var count = await whole.ReadAsync(buffer, cancellationToken);
            HasEnded = count == 0 && buffer.Length > 0;
            read += count;
            return read > most ? throw TooLarge(most) : count;
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        private static ProblemException TooLarge(long most) =>
            new(
                new Problem(
                    ProblemType.BodyTooLarge,
                    $"The body is larger than {most} bytes, the most that is taken here."
                )
            );
    }
}
