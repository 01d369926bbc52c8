namespace DigitalEmblem;

/// <summary>The form in which an item was read. Tokens and keys have forms of their own, so that one is never taken for the other.</summary>
internal enum ItemForm
{
    Cwt,
    Jws,
    CoseKey,
    Jwk,
    Pem,
    SubjectPublicKeyInfo,
}
