using System.Text;
using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Describes exchange files in plain words. It describes a requested token only by the claims that will be signed, so that the signer
/// agrees to nothing else.
/// </summary>
internal static class ExchangeText
{
    /// <summary>All that a request asks for. The warnings are repeated at the end.</summary>
    public static void Write(SigningRequest request, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        DateTimeOffset now = context.Clock.GetUtcNow();
        console.Heading($"Signing request of {request.Organization}");
        Row(console, $"Request", $"{request.Id}");
        Row(console, $"Key", $"{request.Key.CoseIdentifier} ({request.Key.Algorithm})");
        Row(
            console,
            $"Made at",
            $"{VerdictText.Instant(request.MadeAt)}, as it says itself; the clock of this machine shows {VerdictText.Instant(now)}");
        Row(console, $"Asks for", $"{Counted.Signatures(request.Items.Count)}: {Summary(request)}");
        for (int i = 0; i < request.Items.Count; i++)
        {
            console.WriteLine();
            WriteItem(console, i + 1, request.Items[i]);
            foreach (SigningWarning warning in request.Items[i].Warnings(now))
            {
                WriteWarning(console, HandedWords.Text(warning.Message));
            }
        }

        (int Number, SigningWarning Warning)[] warnings =
            [.. request.Items.SelectMany((item, i) => item.Warnings(now).Select(w => (i + 1, w)))];
        if (warnings.Length > 0 && request.Items.Count > 1)
        {
            // Repeat the warnings at the end, where a person decides: those beside a hundred items may have scrolled away.
            console.WriteLine();
            console.Heading(Counted.Warnings(warnings.Length));
            foreach ((int number, SigningWarning warning) in warnings)
            {
                WriteWarning(console, $"Item {number}. {HandedWords.Text(warning.Message)}");
            }
        }

        console.WriteLine();
        console.Line($"Compare the request and the keys with what the issuer's machine shows: only then is it known that nobody "
            + $"exchanged them on the way.");
    }

    /// <summary>The content of an answer, as the answer states it. Only with the request can it be checked.</summary>
    public static void Write(SigningAnswer answer, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        string what = Terminal.Styled("bold", $"Answer to a signing request");
        Sentence about = $"to be checked by the machine that made the request: nothing of it is verified here.";
        console.MarkupLine($"{what}, {Terminal.Markup(about)}");
        Row(console, $"Request", $"{answer.RequestId}");
        for (int i = 0; i < answer.Signed.Count; i++)
        {
            ReadOnlyMemory<byte> message = answer.Signed[i];
            Row(
                console,
                $"{i + 1}.",
                Cwt.TryRead(message, out UnverifiedToken? token) || Jws.TryRead(Encoding.ASCII.GetString(message.Span), out token)
                ? Signed(token, message.Length)
                : $"no token: {message.Length} bytes, a request for an endorsement perhaps");
        }
    }

    /// <summary>A request for an endorsement, and whether its own key signed it.</summary>
    public static void Write(UnverifiedEndorsementRequest request, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        bool signed = request.Verify() is not null;
        console.Heading($"Request for an endorsement");
        Row(console, $"Request", $"{request.Id}");
        Row(console, $"Signature", signed
            ? Sentence.Of($"made by the key that is to be endorsed. Whether the organization is committed to that key is not checked here.")
            : $"NOT made by the key that is to be endorsed: someone altered the request, or asks for a key that is not theirs. Refuse it.");
        Row(console, $"Made at", $"{VerdictText.Instant(request.Terms.MadeAt)}, as it says itself");
        WriteTerms(console, request.Terms);
    }

    private static Sentence Summary(SigningRequest request)
    {
        int endorsements = request.Items.Count(i => i.Token is Endorsement),
            emblems = request.Items.Count(i => i.Token is Emblem),
            requests = request.Items.Count(i => i.Terms is not null);
        (int Number, Sentence Words)[] parts =
        [
            (endorsements, Counted.Endorsements(endorsements)),
            (emblems, Counted.Emblems(emblems)),
            (requests, Counted.RequestsToAnAuthority(requests)),
        ];
        return Sentence.List(parts.Where(p => p.Number > 0).Select(p => p.Words));
    }

    private static Sentence Signed(UnverifiedToken token, int bytes)
    {
        Sentence issuer = token.Claims.Issuer is { } named ? Sentence.Of($"{named}") : $"nobody";
        return token.Claims is Emblem
            ? Sentence.Of($"an emblem in the name of {issuer}, by the key {token.KeyIdentifier}, {bytes} bytes")
            : $"an endorsement in the name of {issuer}, by the key {token.KeyIdentifier}, {bytes} bytes";
    }

    private static void WriteItem(IAnsiConsole console, int number, SigningItem item)
    {
        switch (item)
        {
            case { Token: Endorsement endorsement }:
                WriteEndorsement(console, number, endorsement, item.Profile);
                break;
            case { Token: Emblem emblem }:
                WriteEmblem(console, number, emblem, item.Profile);
                break;
            case { Terms: { } terms }:
                Title(console, number, $"Request to an authority", $"{terms.Issuer} asks {terms.Authority} to endorse this key.");
                WriteTerms(console, terms);
                break;
        }
    }

    private static void WriteEndorsement(IAnsiConsole console, int number, Endorsement endorsement, TokenProfile profile)
    {
        Sentence title = profile == TokenProfile.Jws ? Sentence.Of($"Endorsement, in the JWS profile") : $"Endorsement";
        Title(console, number, title, endorsement.Subject == endorsement.Issuer
            ? Sentence.Of($"{endorsement.Issuer} says that a key is its own, and may sign for it.")
            : $"{endorsement.Issuer} vouches for another organization, {endorsement.Subject}, and for its key.");
        Row(console, $"Endorsed key", $"{endorsement.EndorsedKey}");
        Row(console, $"belongs to", $"{endorsement.Subject}");
        Row(console, $"It may", endorsement.MayEndorse ? Sentence.Of($"endorse further keys, and sign emblems") : $"sign emblems, and "
            + $"endorse nothing");
        WritePurposes(console, endorsement.Constraints.Purposes);
        WriteValidity(console, endorsement);
        WriteLog(console, endorsement.Log);
    }

    private static void WriteEmblem(IAnsiConsole console, int number, Emblem emblem, TokenProfile profile)
    {
        Sentence title = profile == TokenProfile.Jws ? Sentence.Of($"Emblem, in the JWS profile") : $"Emblem";
        Title(console, number, title, Sentence.Counting(
            emblem.Assets.Count, $"{emblem.Issuer} marks {emblem.Assets.Count} name.", $"{emblem.Issuer} marks {emblem.Assets.Count} "
                + $"names."));
        foreach (AssetIdentifier asset in emblem.Assets)
        {
            Row(console, $"Marks", $"{asset.ToString()}");
        }

        WritePurposes(console, emblem.Purposes);
        WriteValidity(console, emblem);
    }

    private static void WriteTerms(IAnsiConsole console, EndorsementTerms terms)
    {
        Row(console, $"Asks", $"{terms.Authority}, and nobody else");
        Row(console, $"for the key", $"{terms.Key.CoseIdentifier} ({terms.Key.Algorithm})");
        Row(console, $"of", $"{terms.Issuer}");
        Row(console, $"It may", $"endorse further keys, and sign emblems: an authority's endorsement counts only if it permits that");
        WritePurposes(console, terms.Purposes);
        Row(console, $"Profiles", terms.AlsoInJws ? Sentence.Of($"CWT and JWS") : $"CWT");
        Row(console, $"Valid", Span(terms.Validity));
        WriteLog(console, terms.Log);
        if (terms.Chain is { } chain)
        {
            Row(
                console,
                $"Certificate",
                $"comes with it, for {string.Join(", ", chain.DnsNames.Select(Printable.Text))}; "
                    + $"valid until {VerdictText.Instant(chain.NotAfter)}");
        }

        Row(console, $"Contact", terms.Contact is { } contact ? $"{contact}" : Sentence.Of($"none given"));
    }

    private static void WritePurposes(IAnsiConsole console, Purposes? purposes)
    {
        IReadOnlyList<LawSummary> all = LawTexts.For(purposes.GetValueOrDefault());
        for (int i = 0; i < all.Count; i++)
        {
            Row(console, i == 0 ? $"Purposes" : Sentence.Of($""), $"{all[i].Name}: {LawSentences.Of(all[i].Line)}");
        }
    }

    private static void WriteValidity(IAnsiConsole console, EmblemToken token)
    {
        Row(console, $"Valid", Span(token.Validity));
        if (token.IssuedAt is { } issuedAt)
        {
            Row(console, $"Issued at", $"{VerdictText.Instant(issuedAt)}");
        }
    }

    private static void WriteLog(IAnsiConsole console, ValueList<CommitmentEntry> log)
    {
        for (int i = 0; i < log.Count; i++)
        {
            Row(console, i == 0 ? $"Commitment" : Sentence.Of($""), $"{log[i].ToString()}");
        }

        if (log.Count == 0)
        {
            Row(console, $"Commitment", $"none stated");
        }
    }

    private static Sentence Span(Validity validity) =>
        $"{VerdictText.Instant(validity.NotBefore)} to {VerdictText.Instant(validity.Expires)}: {Counted.Of(validity.Lifetime)}";

    private static void Title(IAnsiConsole console, int number, Sentence kind, Sentence sentence) =>
        console.MarkupLine($"{number}. {Terminal.Styled("bold", $"{kind}.")} {Terminal.Markup(sentence)}");

    private static void Row(IAnsiConsole console, Sentence label, Sentence text) => console.Labelled(label, text);

    private static void WriteWarning(IAnsiConsole console, Sentence message) =>
        Terminal.LabelledMarkup(console, $"WARNING", Terminal.Styled("yellow", message));
}
