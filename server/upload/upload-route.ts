import { type RequestHandler, type Response, Router } from 'express';
import { log } from '../log';
import { announcedUpload } from './announced-upload';
import { putWhole } from './put-whole';
import { SenderGoneError } from './receive-bytes';
import { requireTus, sayTus } from './tus';
import { sayOffset, takeBack, takePiece } from './tus-pieces';
import type { UploadWay } from './upload-address';
import type { AnswerUpload, UploadPlace } from './upload-request';

/**
 * Takes the bytes of an announced upload, and only those announced, at a signed address: `PUT /uploads/ID?signature=…` all
 * at once, or by tus 1.0 (core protocol, expiration, termination) with HEAD, PATCH and DELETE piece by piece. An address is
 * spent when the upload is finished.
 *
 * @see https://tus.io/protocols/resumable-upload
 */
export function uploadRoute(place: UploadPlace): Router {
  const router = Router();
  const at = (way: UploadWay, answer: AnswerUpload): RequestHandler => {
    return async (request, response) => {
      const { signature = '' } = request.query;
      const address = { id: String(request.params.id), way, signature: String(signature) };
      const upload = await announcedUpload(place, address);
      try {
        await answer({ upload, request, response });
      } catch (error) {
        if (!(error instanceof SenderGoneError || request.socket.destroyed)) throw closing(response, error);
        noteGone(upload.id, error);
        if (!response.headersSent) response.status(409).set('connection', 'close').end();
      }
    };
  };
  router.use('/:id', sayTus(place.uploads.limits.mostBytes));
  router.put('/:id', at('PUT', putWhole(place)));
  router.head('/:id', requireTus, at('PATCH', sayOffset(place)));
  router.patch('/:id', requireTus, at('PATCH', takePiece(place)));
  router.delete('/:id', requireTus, at('PATCH', takeBack(place)));
  return router;
}

/** Nobody is there to be answered: what failed for another reason than that is told to whoever reads the log. */
function noteGone(uploadId: string, error: unknown): void {
  if (error instanceof SenderGoneError) log.debug({ uploadId }, 'a sender of an upload is gone');
  else log.warn({ uploadId, err: error }, 'an upload failed whose sender is gone');
}

/** Of a body that is refused the rest is not read: the connection ends with the answer. */
function closing(response: Response, error: unknown): unknown {
  if (!response.headersSent) response.set('connection', 'close');
  return error;
}
