using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;

namespace Oversight.Web.Logging;

/// <summary>
/// One log event as one line of JSON: time (UTC), level, message, template, traceId, spanId, exception, and the event's
/// properties under "properties".
/// </summary>
internal sealed class JsonLines : ITextFormatter
{
    private static readonly JsonValueFormatter Values = new(typeTagName: null);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var time = logEvent.Timestamp.UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            CultureInfo.InvariantCulture
        );
        output.Write($"{{\"time\":\"{time}\",\"level\":\"{logEvent.Level}\"");
        Write(output, "message", logEvent.RenderMessage(CultureInfo.InvariantCulture));
        Write(output, "template", logEvent.MessageTemplate.Text);
        Write(output, "traceId", logEvent.TraceId?.ToHexString());
        Write(output, "spanId", logEvent.SpanId?.ToHexString());
        Write(output, "exception", logEvent.Exception?.ToString());
        output.Write(",\"properties\":{");
        var separator = "";
        foreach (var (name, value) in logEvent.Properties)
        {
            output.Write(separator);
            JsonValueFormatter.WriteQuotedJsonString(name, output);
            output.Write(':');
            Values.Format(value, output);
            separator = ",";
        }

        output.WriteLine("}}");
    }

    private static void Write(TextWriter output, string name, string? value)
    {
        if (value is not null)
        {
            output.Write($",\"{name}\":");
            JsonValueFormatter.WriteQuotedJsonString(value, output);
        }
    }
}
