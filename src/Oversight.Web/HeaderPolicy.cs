using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Primitives;

namespace Oversight.Web;

/// <summary>Headers on every answer: nothing from elsewhere, nothing framed, nothing guessed, nothing told on.</summary>
internal sealed class HeaderPolicy(RequestDelegate next)
{
    /// <summary>
    /// Pages are HTML, a style sheet and scripts, all files of our own; the sheet draws small signs from data of its own. Passkeys ask this
    /// server.
    /// </summary>
    private const string OfPages =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The page to try the API is a program of the package's own; it sets styles on its elements.</summary>
    private const string OfTryingPage =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var policy = path.StartsWithSegments("/api/docs", StringComparison.OrdinalIgnoreCase) ? OfTryingPage : OfPages;
        context.Response.OnStarting(
            static state =>
            {
                var (context, policy) = ((HttpContext, string))state;
                var headers = context.Response.Headers;
                if (context.Features.Get<IExceptionHandlerFeature>() is not null)
                {
                    // An error is not to be kept; the framework says that in three headers, of which one is enough.
                    headers.CacheControl = "no-store";
                    headers.Pragma = StringValues.Empty;
                    headers.Expires = StringValues.Empty;
                }

                // An answer may have one of its own: both hold.
                headers.ContentSecurityPolicy = StringValues.Concat(headers.ContentSecurityPolicy, policy);
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
                return Task.CompletedTask;
            },
            (context, policy)
        );
        return next(context);
    }
}
