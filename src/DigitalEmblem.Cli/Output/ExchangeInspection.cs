using System.Text.Json;
using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>One exchange file among the inspected items: its content, or why it cannot be read.</summary>
internal sealed class ExchangeInspection
{
    private readonly string _name;
    private readonly ExchangeKind _kind;
    private readonly SigningRequest? _request;
    private readonly SigningAnswer? _answer;
    private readonly UnverifiedEndorsementRequest? _endorsement;

    private ExchangeInspection(string name, byte[] bytes)
    {
        _name = name;
        _kind = ExchangeFile.KindOf(bytes);
        try
        {
            _request = _kind == ExchangeKind.SigningRequest ? SigningRequest.Read(bytes) : null;
            _answer = _kind == ExchangeKind.SigningAnswer ? SigningAnswer.Read(bytes) : null;
            _endorsement = _kind == ExchangeKind.EndorsementRequest ? EndorsementRequest.Read(bytes) : null;
        }
        catch (TokenFormatException e)
        {
            Fault = e;
        }
    }

    /// <summary>Why it cannot be read, if it cannot.</summary>
    public TokenFormatException? Fault { get; }

    private Sentence Kind =>
        _kind switch
        {
            ExchangeKind.SigningRequest => $"signing request",
            ExchangeKind.SigningAnswer => $"answer to a signing request",
            _ => $"request for an endorsement"
        };

    private Sentence About => _kind switch
    {
        ExchangeKind.SigningRequest => $"is a signing request: for people and their machines, and never to be published.",
        ExchangeKind.SigningAnswer => $"is an answer to a signing request: for people and their machines, and never to be published.",
        _ => $"is a request for an endorsement: for people and their machines, and never to be published.",
    };

    public static ExchangeInspection Read(string name, byte[] bytes) => new(name, bytes);

    public void Write(CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.MarkupLine($"[bold]{Terminal.Safe(_name)}[/] {Terminal.Markup(About)}");
        if (Fault is not null)
        {
            console.Line("red", $"It cannot be used: {Sentence.Of(Fault)}.");
        }
        else if (_request is not null)
        {
            ExchangeText.Write(_request, context);
            console.Line($"Nothing of it is signed. 'emblem sign request' signs it, with the key that it names.");
        }
        else if (_answer is not null)
        {
            ExchangeText.Write(_answer, context);
        }
        else
        {
            ExchangeText.Write(_endorsement!, context);
        }

        console.WriteLine();
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("where", Printable.Text(_name));
        json.WriteString("kind", Kind.ToString());
        if (Fault is not null)
        {
            json.WriteString("fault", Fault.Message);
        }
        else if (_request is not null)
        {
            WriteRequest(json, _request);
        }
        else if (_answer is not null)
        {
            json.WriteString("request", _answer.RequestId.ToString());
            json.WriteNumber("signed", _answer.Signed.Count);
        }
        else
        {
            json.WriteString("request", _endorsement!.Id.ToString());
            json.WriteBoolean("signedByItsKey", _endorsement.Verify() is not null);
            InspectionJson.WritePairs(json, "terms", Inspection.Terms(_endorsement.Terms));
        }

        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, SigningRequest request)
    {
        json.WriteString("request", request.Id.ToString());
        json.WriteString("organization", request.Organization.ToString());
        json.WriteString("algorithm", request.Key.Algorithm.Name);
        json.WriteString("coseKeyId", request.Key.CoseIdentifier.ToString());
        json.WriteString("madeAt", VerdictText.Instant(request.MadeAt));
        json.WriteStartArray("items");
        foreach (SigningItem item in request.Items)
        {
            json.WriteStartObject();
            json.WriteString(
                "kind", item.Token switch { Emblem => "emblem", Endorsement => "endorsement", _ => "request for an endorsement" });
            if (item.Token is not null)
            {
                json.WriteString("profile", item.Profile.ToString().ToLowerInvariant());
            }

            InspectionJson.WritePairs(
                json,
                item.Token is null ? "terms" : "claims",
                item.Token is null ? Inspection.Terms(item.Terms!) : Inspection.Claims(item.Token));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
