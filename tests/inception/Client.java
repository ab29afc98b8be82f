import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.Locale;

import org.apache.uima.cas.CAS;
import org.apache.uima.cas.Feature;
import org.apache.uima.cas.Type;
import org.apache.uima.cas.impl.XmiCasDeserializer;
import org.apache.uima.cas.impl.XmiCasSerializer;
import org.apache.uima.cas.text.AnnotationFS;
import org.apache.uima.resource.metadata.TypeDescription;
import org.apache.uima.resource.metadata.TypeSystemDescription;
import org.apache.uima.resource.metadata.impl.TypeSystemDescription_impl;
import org.apache.uima.util.CasCreationUtils;

/**
 * Asks a server as INCEpTION asks an external recommender, with UIMA's serializer, Java's HTTP client, and UIMA's
 * deserializer: predicts the spans of each text, prints them, and then trains with them.
 *
 * usage: Client URL TEXT...   prints TEXT-NUMBER BEGIN END VALUE SCORE COVERED-TEXT, with TABs between
 */
public class Client {
    private static final String TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
    private static final String LAYER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
    private static final String FEATURE = "value";

    private static TypeSystemDescription types() {
        TypeSystemDescription system = new TypeSystemDescription_impl();
        system.addType(TOKEN, "", CAS.TYPE_NAME_ANNOTATION);
        TypeDescription layer = system.addType(LAYER, "", CAS.TYPE_NAME_ANNOTATION);
        layer.addFeature(FEATURE, "", CAS.TYPE_NAME_STRING);
        layer.addFeature("identifier", "", CAS.TYPE_NAME_STRING);
        layer.addFeature(FEATURE + "_score", "", CAS.TYPE_NAME_DOUBLE);
        layer.addFeature(FEATURE + "_score_explanation", "", CAS.TYPE_NAME_STRING);
        layer.addFeature("inception_internal_predicted", "", CAS.TYPE_NAME_BOOLEAN);
        return system;
    }

    private static CAS document(String text) throws Exception {
        CAS cas = CasCreationUtils.createCas(types(), null, null);
        cas.setDocumentText(text);
        Type token = cas.getTypeSystem().getType(TOKEN);
        BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
        words.setText(text);
        int begin = words.first();
        for (int end = words.next(); end != BreakIterator.DONE; begin = end, end = words.next())
            if (!text.substring(begin, end).isBlank()) cas.addFsToIndexes(cas.createAnnotation(token, begin, end));
        return cas;
    }

    private static String xmi(CAS cas) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XmiCasSerializer.serialize(cas, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') json.append('\\').append(c);
            else if (c < ' ') json.append(String.format("\\u%04x", (int) c));
            else json.append(c);
        }
        return json.append('"').toString();
    }

    /** The one string in {"document": "..."}. */
    private static String unquote(String json) {
        StringBuilder text = new StringBuilder();
        int i = json.indexOf(": \"") + 3;
        for (; json.charAt(i) != '"'; i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                c = json.charAt(++i);
                if (c == 'n') c = '\n';
                else if (c == 't') c = '\t';
                else if (c == 'r') c = '\r';
                else if (c == 'u') {
                    c = (char) Integer.parseInt(json.substring(i + 1, i + 5), 16);
                    i += 4;
                }
            }
            text.append(c);
        }
        return text.toString();
    }

    private static HttpResponse<String> post(HttpClient client, String url, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String metadata(int size) {
        return "\"metadata\":{\"range\":{\"begin\":0,\"end\":" + size + "},\"layer\":" + quote(LAYER) + ",\"feature\":"
            + quote(FEATURE) + ",\"projectId\":7,\"anchoringMode\":\"tokens\",\"crossSentence\":false}";
    }

    public static void main(String[] arguments) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        StringWriter typeSystem = new StringWriter();
        types().toXML(typeSystem);
        StringBuilder documents = new StringBuilder();
        for (int number = 1; number < arguments.length; number++) {
            String text = arguments[number];
            CAS asked = document(text);
            HttpResponse<String> answer = post(client, arguments[0] + "/predict", "{\"typeSystem\":"
                + quote(typeSystem.toString()) + ",\"document\":{\"xmi\":" + quote(xmi(asked))
                + ",\"documentId\":" + number + ",\"userId\":\"admin\"}," + metadata(text.length()) + "}");
            if (answer.statusCode() != 200) throw new Exception(answer.statusCode() + ": " + answer.body());
            CAS predicted = CasCreationUtils.createCas(types(), null, null);
            XmiCasDeserializer.deserialize(
                new ByteArrayInputStream(unquote(answer.body()).getBytes(StandardCharsets.UTF_8)), predicted, true);
            if (!predicted.getDocumentText().equals(text)) throw new Exception("another text: " + predicted.getDocumentText());
            Type layer = predicted.getTypeSystem().getType(LAYER);
            Feature value = layer.getFeatureByBaseName(FEATURE);
            for (AnnotationFS span : predicted.getAnnotationIndex(layer)) {
                if (!span.getBooleanValue(layer.getFeatureByBaseName("inception_internal_predicted"))) continue;
                System.out.println(number + "\t" + span.getBegin() + "\t" + span.getEnd() + "\t"
                    + span.getFeatureValueAsString(value) + "\t"
                    + span.getDoubleValue(layer.getFeatureByBaseName(FEATURE + "_score")) + "\t"
                    + span.getCoveredText().replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"));
                Type own = asked.getTypeSystem().getType(LAYER);
                AnnotationFS corrected = asked.createAnnotation(own, span.getBegin(), span.getEnd());
                corrected.setStringValue(own.getFeatureByBaseName(FEATURE), span.getFeatureValueAsString(value));
                asked.addFsToIndexes(corrected);
            }
            documents.append(documents.length() == 0 ? "" : ",").append("{\"xmi\":").append(quote(xmi(asked)))
                .append(",\"documentId\":").append(number).append(",\"userId\":\"admin\"}");
        }
        HttpResponse<String> trained = post(client, arguments[0] + "/train", "{\"typeSystem\":"
            + quote(typeSystem.toString()) + ",\"documents\":[" + documents + "]," + metadata(0) + "}");
        System.out.println("train\t" + trained.statusCode());
    }
}
