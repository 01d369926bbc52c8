using System.Text;

namespace DigitalEmblem;

/// <summary>
/// Reads blocks between <c>-----BEGIN</c> and <c>-----END</c>: public keys (RFC 7468), and bundles, tokens or keys of either profile in
/// base64.
/// </summary>
internal sealed class ArmouredBlock(TextLines lines, InputContent content)
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    /// <summary>Reads the block that begins on a line; false if none does.</summary>
    /// <param name="line">The line.</param>
    /// <param name="readText">Reads a text that stood in a block, in place of the block.</param>
    public bool TryRead(TextLine line, Action<string> readText)
    {
        ReadOnlySpan<char> text = lines[line];
        if (!text.StartsWith(Begin) || !text.EndsWith(Dashes) || text.Length <= Begin.Length + Dashes.Length)
        {
            return false;
        }

        string label = text[Begin.Length..^Dashes.Length].ToString();
        if (TakeBody(label) is not { } body)
        {
            content.AddUnread(content.WhereOf(line.Number), $"a block '{Printable.Text(label)}' that is never closed: it was cut");
        }
        else if (label.EndsWith("KEY", StringComparison.Ordinal))
        {
            string pem = $"{Begin}{label}{Dashes}\n{body}\n{End}{label}{Dashes}";
            content.AddKey(content.At(line.Number).WithKey(ItemForm.Pem, pem, content.Limits, content.Cache, VerificationKey.FromPem));
        }
        else if (label.Contains("CERTIFICATE", StringComparison.Ordinal))
        {
            content.AddUnread(
                content.WhereOf(line.Number),
                "a certificate, which is no token and no key (--chain takes the certificates of a commitment)");
        }
        else
        {
            ReadBase64(line, label, body, readText);
        }

        return true;
    }

    /// <summary>The lines up to the end of the block; null, and back at its beginning, if another block begins or ends before.</summary>
    private string? TakeBody(string label)
    {
        (int, int) place = lines.Place;
        var body = new StringBuilder();
        while (lines.TryRead(out TextLine line))
        {
            ReadOnlySpan<char> text = lines[line];
            if (text.StartsWith(End) && text[End.Length..].SequenceEqual(label + Dashes))
            {
                return body.ToString();
            }

            if (text.StartsWith(Begin) || text.StartsWith(End))
            {
                break;
            }

            body.Append(body.Length == 0 ? "" : "\n").Append(text);
        }

        lines.Place = place;
        return null;
    }

    private void ReadBase64(TextLine line, string label, string body, Action<string> readText)
    {
        byte[] bytes = new byte[body.Length];
        if (!Convert.TryFromBase64String(body, bytes, out int length) || length == 0)
        {
            content.AddUnread(content.WhereOf(line.Number), $"a block '{Printable.Text(label)}' that is not base64");
            return;
        }

        ReadOnlyMemory<byte> inside = bytes.AsMemory(0, length);
        if (InputReader.IsCborOfOurs(inside) || RecordItems.ClaimsToBeCwt(inside.Span))
        {
            InputReader.ReadCbor(inside, content.WhereOf(line.Number), content);
        }
        else if (InputText.Decode(inside.Span) is { } text)
        {
            readText(text);
        }
        else
        {
            content.AddUnread(content.WhereOf(line.Number), $"a block '{Printable.Text(label)}' that holds neither a token nor a key");
        }
    }
}
