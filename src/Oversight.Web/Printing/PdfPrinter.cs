using System.Diagnostics;
using Oversight.Desk.Problems;
using Oversight.Web.Problems;

namespace Oversight.Web.Printing;

/// <summary>
/// Makes a PDF of a page with a browser of this machine: without a network, a sign-in or a script, few at once, and not for long.
/// </summary>
internal sealed class PdfPrinter(WebSettings settings) : IDisposable
{
    private const int AtOnce = 2;
    private const int MostWaiting = 16;

    // Nothing but what it was given: no name is resolved, nothing is kept or asked for by itself. That no script runs, the page says itself: the
    // browser prints by one of its own.
    private static readonly string[] Always =
    [
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer",
    ];

    // The first is Chromium without windows: looking at every page took a fifth less of the processor with it.
    private static readonly string[] Names =
    [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim free = new(AtOnce);
    private int waiting;

    /// <summary>Whether there is a browser.</summary>
    public bool IsHere => settings.Browser is not null;

    /// <summary>The browser of this machine that can print; null where there is none.</summary>
    /// <param name="path">The folders to look in, as the variable PATH names them.</param>
    public static string? Find(string? path) =>
        (
            from folder in (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            from name in Names
            select Path.Combine(folder, name)
        ).FirstOrDefault(File.Exists);

    /// <summary>Prints a page that needs nothing besides itself.</summary>
    /// <param name="html">The page.</param>
    /// <param name="aborted">When nobody waits for it any more.</param>
    /// <exception cref="ProblemException">There is no browser, or it did not make it in time.</exception>
    public async Task<byte[]> PrintAsync(string html, CancellationToken aborted)
    {
        if (settings.Browser is not { } browser)
        {
            throw ProblemException.NotFound(
                "This server has no browser that could make a PDF: print the page with your own, and choose “Save as PDF”."
            );
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(Patience);
        try
        {
            if (Interlocked.Increment(ref waiting) > MostWaiting)
            {
                throw NotMade("Too many PDFs are asked for at once.");
            }

            await free.WaitAsync(patience.Token);
            try
            {
                return await PrintAsync(browser, html, patience.Token);
            }
            finally
            {
                free.Release();
            }
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw NotMade($"It was not made within {Patience.TotalSeconds:0} seconds.");
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    private static async Task<byte[]> PrintAsync(string browser, string html, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("oversight-pdf-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.pdf"));
            await File.WriteAllTextAsync(page, html, cancellation);
            var start = new ProcessStartInfo(browser)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            // What this program was told by its environment is not for a browser.
            start.Environment.Clear();
            start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
            start.Environment["HOME"] = folder;
            string[] told =
            [
                .. Always,
                // Its own confinement is for users alone.
                .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
                $"--user-data-dir={folder}",
                $"--print-to-pdf={pdf}",
                new Uri(page).AbsoluteUri,
            ];
            foreach (var argument in told)
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start) ?? throw NotMade("The browser did not start.");
            try
            {
                var said = Task.WhenAll(
                    process.StandardOutput.ReadToEndAsync(cancellation),
                    process.StandardError.ReadToEndAsync(cancellation)
                );
                await process.WaitForExitAsync(cancellation);
                await said;
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                    await process.WaitForExitAsync(CancellationToken.None);
                }
            }

            return File.Exists(pdf)
                ? await File.ReadAllBytesAsync(pdf, cancellation)
                : throw NotMade("The browser did not make it.");
        }
        finally
        {
            Delete(folder);
        }
    }

    // A process of the browser's that ends a moment later may still write there.
    private static void Delete(string folder)
    {
        for (var again = 0; ; again++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (again < 5)
            {
                Thread.Sleep(50);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    private static ProblemException NotMade(string why) =>
        new(new Problem(ProblemType.NotPrinted, $"{why} Print the page with your own browser, or ask again."));
}
